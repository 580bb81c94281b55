using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What a group carries and will have to carry, in one unit throughout.</summary>
/// <param name="Step">Spacing of both paths.</param>
/// <param name="Measured">Newest last; NaN where nothing was measured.</param>
/// <param name="Bound">Forecast at the wanted quantile from now on; empty when there is none.</param>
/// <param name="PerReplica">What one replica carries within the objective.</param>
/// <param name="StartUp">From the order of a replica to its first request.</param>
public sealed record GroupLoad(
    TimeSpan Step, ReadOnlyMemory<double> Measured, ReadOnlyMemory<double> Bound, double PerReplica, TimeSpan StartUp)
{
    /// <summary>Other metrics by which the group is scaled, as the mean of its replicas; laid out like
    /// <see cref="Measured"/>.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<double>> Metrics { get; init; } =
        ReadOnlyDictionary<string, ReadOnlyMemory<double>>.Empty;

    /// <summary>Replicas that a metric showed to be too few lately.</summary>
    public ImmutableArray<PastShortage> Shortages { get; init; } = [];

    private static readonly TimeSpan PaceOver = TimeSpan.FromMinutes(3);

    /// <summary>The newest value; NaN when the newest is missing.</summary>
    public double Now => Measured.Length > 0 ? Measured.Span[^1] : double.NaN;

    /// <summary>The largest value of the newest time; NaN when less is known than that.</summary>
    public double LargestWithin(TimeSpan time) => Extreme(time, isLargest: true);

    /// <summary>The smallest value of the newest time; NaN when less is known than that.</summary>
    public double SmallestWithin(TimeSpan time) => Extreme(time, isLargest: false);

    /// <summary>The largest bound from now until a time ahead; NaN without a forecast.</summary>
    public double LargestAhead(TimeSpan time)
    {
        int steps = Math.Min(Bound.Length, 1 + (int)Math.Ceiling(time / Step));
        double most = double.NaN;
        foreach (double value in Bound.Span[..steps])
        {
            most = double.IsNaN(most) || value > most ? value : most;
        }

        return most;
    }

    /// <summary>Where the load will be at its present pace when it has outgrown the bound: a crowd that nobody
    /// announced. NaN while it has not.</summary>
    /// <param name="time">How far ahead.</param>
    /// <remarks>The pace is that of the newest <see cref="PaceOver"/>, or of one step where steps are longer.</remarks>
    public double Surge(TimeSpan time)
    {
        int steps = Math.Max(1, (int)(PaceOver / Step));
        if (Bound.Length == 0 || Measured.Length <= steps || !(Now > Bound.Span[0]))
        {
            return double.NaN;
        }

        double pace = (Now - Measured.Span[^(steps + 1)]) / (steps * Step).Ticks;

        return Now + (Math.Max(0, pace) * time.Ticks);
    }

    /// <summary>The newest value of another metric; NaN when that is missing.</summary>
    public double NowOf(string metric) =>
        Metrics.TryGetValue(metric, out var values) && values.Length > 0 ? values.Span[^1] : double.NaN;

    /// <summary>The largest value of another metric within the newest time; NaN when less is known than that.</summary>
    public double LargestWithin(string metric, TimeSpan time) =>
        Metrics.TryGetValue(metric, out var values) ? Extreme(values, time, isLargest: true) : double.NaN;

    private double Extreme(TimeSpan time, bool isLargest) => Extreme(Measured, time, isLargest);

    private double Extreme(ReadOnlyMemory<double> values, TimeSpan time, bool isLargest)
    {
        int count = Math.Max(1, (int)Math.Ceiling(time / Step));
        if (values.Length < count)
        {
            return double.NaN;
        }

        double found = isLargest ? double.NegativeInfinity : double.PositiveInfinity;
        foreach (double value in values.Span[^count..])
        {
            // Math.Max and Math.Min give NaN when either is: a gap means that it is not known.
            found = isLargest ? Math.Max(found, value) : Math.Min(found, value);
        }

        return found;
    }
}
