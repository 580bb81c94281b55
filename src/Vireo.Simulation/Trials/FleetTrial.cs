using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>Hours of the whole loop on a small simulated fleet, in virtual time.</summary>
/// <remarks>Hosts have two cores of 1,000 MHz each; machines made from its only template one core of 1,000 MHz and
/// 1 GiB. A decision follows each sample, every five minutes.</remarks>
public sealed record FleetTrial : Trial
{
    /// <summary>How long it lasts.</summary>
    public double Hours { get; init; } = 8;

    /// <summary>How many hosts.</summary>
    public int Hosts { get; init; } = 4;

    /// <summary>Memory of each host.</summary>
    public int MemoryGib { get; init; } = 8;

    /// <summary>What each group has to carry, in MHz.</summary>
    public TrialLoad Load { get; init; } = new() { From = 700, To = 700 };

    /// <summary>Groups.</summary>
    public ImmutableArray<TrialGroup> Groups { get; init; } = [];

    /// <summary>Machines of no group.</summary>
    public ImmutableArray<TrialMachine> Machines { get; init; } = [];

    /// <summary>Pools.</summary>
    public ImmutableArray<ResourcePool> Pools { get; init; } = [];

    /// <summary>What is asked to be deployed after an hour, as one set.</summary>
    public ImmutableArray<DeployedMachine> Deploy { get; init; } = [];

    /// <summary>What goes wrong.</summary>
    public ImmutableArray<ScheduledFault> Faults { get; init; } = [];

    /// <summary>A new version of the template, if any.</summary>
    public TrialUpdate? Update { get; init; }

    /// <summary>Whether sizes are changed by themselves.</summary>
    public bool Resizes { get; init; }

    /// <summary>What is expected.</summary>
    public FleetExpectation Expect { get; init; } = new();

    /// <inheritdoc/>
    public override TrialResult Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var run = new FleetTrialRun(this);
        run.Run(progress, cancellationToken);

        return new TrialResult(
            Name, Shows, TimeSpan.FromHours(Hours).TotalSeconds, run.States.Count, [.. new FleetTrialJudge(run).Judge()]);
    }
}
