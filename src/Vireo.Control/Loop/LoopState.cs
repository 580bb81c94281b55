using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a cluster's loop publishes after every change: immutable, replaced as a whole, read without
/// locks.</summary>
/// <param name="At">When it was published, by the loop's clock.</param>
/// <param name="Cycle">Cycles completed.</param>
/// <param name="Fleet">The newest picture of the inventory.</param>
/// <param name="Outlook">The newest outlook.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Plans">Newest first, bounded.</param>
/// <param name="Incidents">Open ones first, then the newest resolved, bounded.</param>
/// <param name="Timeline">Newest first, bounded.</param>
/// <param name="Providers">Health by provider.</param>
/// <param name="IsPaused">Stopped by an operator (S24).</param>
/// <param name="CycleDuration">Real time the last cycle took.</param>
public sealed record LoopState(
    DateTimeOffset At,
    long Cycle,
    FleetSnapshot Fleet,
    Outlook Outlook,
    Policy Policy,
    ImmutableArray<PlanRecord> Plans,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<FleetEvent> Timeline,
    ImmutableArray<ProviderHealth> Providers,
    bool IsPaused,
    TimeSpan CycleDuration)
{
    /// <summary>Real time the newest plan took to make.</summary>
    public TimeSpan PlanningDuration { get; init; }

    /// <summary>What plans promised and what came of it.</summary>
    public LedgerState Ledger { get; init; } = new([], PromiseCheck.Judge([], share: 0));

    /// <summary>When it decides again, and why then.</summary>
    public CyclePace Pace { get; init; } = new(TimeSpan.Zero, "");

    /// <summary>Deployments with their steps, newest first, bounded.</summary>
    public ImmutableArray<DeploymentRecord> Deployments { get; init; } = [];

    /// <summary>What people ordered to be done to machines, newest first, bounded.</summary>
    public ImmutableArray<OrderRecord> Orders { get; init; } = [];

    /// <summary>Documents that people applied while it ran, ordered by kind and name.</summary>
    public ImmutableArray<DocumentName> Applied { get; init; } = [];

    /// <summary>What providers can copy machines from, ordered; null while that is not known.</summary>
    public ImmutableArray<string>? Images { get; init; }

    /// <summary>What happened since the state file was written last, oldest first: with what it keeps, the whole time
    /// line.</summary>
    public ImmutableArray<FleetEvent> JustHappened { get; init; } = [];

    /// <summary>What the alert rules say.</summary>
    public AlertPicture Alerts { get; init; } = AlertPicture.None;
}
