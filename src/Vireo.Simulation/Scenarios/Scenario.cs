using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>A fleet to simulate: what stands there, what runs on it, and what will go wrong.</summary>
/// <remarks>Samples are taken a tenth of a second before the round times of the clock, so that the interval that has
/// just ended is complete when a collector looks at the round time: <see cref="Start"/> is 0.2 s before one.</remarks>
public sealed record Scenario
{
    /// <summary>How long before a round instant a scenario starts; with <see cref="FirstSampleAfter"/> this puts
    /// samples just inside the interval that ends there.</summary>
    public static readonly TimeSpan StartOffset = TimeSpan.FromMilliseconds(200);

    /// <summary>The first sample comes this much after one full interval (the reference model's clock).</summary>
    public static readonly TimeSpan FirstSampleAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Its name, as in <c>--scenario</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's identifier.</summary>
    public ProviderId Provider { get; init; } = new("sim");

    /// <summary>Virtual time of the first instant.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The hosts, in the order in which they are updated.</summary>
    public required ImmutableArray<Host> Hosts { get; init; }

    /// <summary>The virtual machines with the host each starts on; machine <c>i</c> follows workload row
    /// <c>i</c>.</summary>
    public required ImmutableArray<VirtualMachine> Machines { get; init; }

    /// <summary>What the machines want.</summary>
    public required IWorkload Workload { get; init; }

    /// <summary>What new machines can be made from.</summary>
    public ImmutableArray<SimulatedTemplate> Templates { get; init; } = [];

    /// <summary>Groups whose machines share one load.</summary>
    public ImmutableArray<SimulatedGroup> Groups { get; init; } = [];

    /// <summary>What an earlier run left behind.</summary>
    public EarlierRun Earlier { get; init; } = EarlierRun.None;

    /// <summary>How the fleet behaves.</summary>
    public PhysicsOptions Physics { get; init; } = new();

    /// <summary>Whether guests and hosts hand in their logs, and guests how full their file systems are, as an agent in
    /// them would.</summary>
    public bool HasAgents { get; init; }

    /// <summary>What goes wrong, and when.</summary>
    public ImmutableArray<ScheduledFault> Faults { get; init; } = [];

    /// <summary>Spacing of measurements.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back the provider can be asked for measurements.</summary>
    public TimeSpan HistoryRetention { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The same fleet under other names, so that several can be run side by side.</summary>
    public Scenario Named(ProviderId provider, ClusterId cluster) => this with
    {
        Provider = provider,
        Hosts = [.. Hosts.Select(host => host with { Provider = provider, Cluster = cluster })],
        Machines = [.. Machines.Select(machine => machine with { Provider = provider, Cluster = cluster })],
    };
}
