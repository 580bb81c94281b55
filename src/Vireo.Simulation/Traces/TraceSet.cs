using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Recorded load of a fleet.</summary>
/// <param name="Source">The file or folder it was read from.</param>
/// <param name="Machines">In the trace's order.</param>
/// <param name="Step">Spacing of the samples.</param>
/// <param name="Start">Instant of the first sample, where the trace says.</param>
/// <param name="Series">One per metric; CPU is always there.</param>
/// <param name="IgnoredValues">Negative, infinite or absurd values that were treated as missing.</param>
public sealed record TraceSet(
    string Source,
    ImmutableArray<TraceMachine> Machines,
    TimeSpan Step,
    DateTimeOffset? Start,
    ImmutableArray<TraceSeries> Series,
    long IgnoredValues)
{
    /// <summary>Samples of the longest row.</summary>
    public int Samples => Series.SelectMany(series => series.Rows).Select(row => row.Length).DefaultIfEmpty().Max();

    /// <summary>The first machines only.</summary>
    public TraceSet Take(int machines) => this with
    {
        Machines = [.. Machines.Take(machines)],
        Series = [.. Series.Select(series => series with { Rows = [.. series.Rows.Take(machines)] })],
    };
}
