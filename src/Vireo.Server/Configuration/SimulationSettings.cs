using System.Collections.Immutable;
using Vireo.Simulation;

namespace Vireo.Server.Configuration;

/// <summary>What a simulated provider simulates, and how fast.</summary>
public sealed record SimulationSettings
{
    /// <summary>Which fleet.</summary>
    public ScenarioKind Scenario { get; init; } = ScenarioKind.Demo;

    /// <summary>The file or folder with recorded load, absolute; null for a generated fleet.</summary>
    public string? Traces { get; init; }

    /// <summary>Virtual seconds per real second. Ten minutes a second shows a day in under three minutes.</summary>
    public double Speed { get; init; } = 600;

    /// <summary>How much virtual time passes flat out before the pace begins, so that models know their
    /// series.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromDays(2.5);

    /// <summary>How many hosts; null for the scenario's own number.</summary>
    public int? Hosts { get; init; }

    /// <summary>How many virtual machines at most; null for the scenario's own number.</summary>
    public int? Vms { get; init; }

    /// <summary>What goes wrong besides what the scenario brings, each once, counted from the first start of the
    /// simulation.</summary>
    public ImmutableArray<ScheduledFault> Faults { get; init; } = [];

    /// <summary>Of everything random.</summary>
    public int Seed { get; init; } = 1;
}
