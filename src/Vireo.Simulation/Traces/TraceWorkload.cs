using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Replays recorded load.</summary>
public sealed class TraceWorkload : IWorkload
{
    private readonly TraceSeries?[] _series = new TraceSeries?[Enum.GetValues<WorkloadMetric>().Length];
    private readonly double[] _memoryBytes;
    private readonly int _samples;
    private readonly bool _repeats;

    /// <summary>Prepares a trace for replay.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="memory">Configured memory of each machine, to which recorded use is related.</param>
    /// <param name="repeats">Whether it starts again when it ends; else its last sample holds.</param>
    public TraceWorkload(TraceSet trace, IReadOnlyList<MemoryBytes> memory, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNotEqual(memory.Count, trace.Machines.Length, nameof(memory));
        foreach (var series in trace.Series)
        {
            _series[(int)series.Metric] = series;
        }

        _memoryBytes = [.. memory.Select(bytes => (double)bytes.Value)];
        _samples = trace.Samples;
        _repeats = repeats;
        Rows = trace.Machines.Length;
        Step = trace.Step;
        IgnoredValues = trace.IgnoredValues;
        Metrics = [.. trace.Series.Select(series => series.Metric).Order()];
    }

    /// <summary>Values of the trace that could not be true and are missing.</summary>
    public long IgnoredValues { get; }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public TimeSpan Step { get; }

    /// <inheritdoc/>
    public long? Samples => _repeats ? null : _samples;

    /// <inheritdoc/>
    public IReadOnlyList<WorkloadMetric> Metrics { get; }

    /// <inheritdoc/>
    public void Read(WorkloadMetric metric, long sample, Span<double> values)
    {
        var series = _series[(int)metric]
            ?? throw new ArgumentOutOfRangeException(nameof(metric), metric, "The trace does not hold this metric.");
        int at = (int)(_repeats ? sample % _samples : Math.Min(sample, _samples - 1));
        for (int row = 0; row < Rows; row++)
        {
            float[] recorded = series.Rows[row];
            double value = at < recorded.Length ? recorded[at] / series.Divisor : double.NaN;
            values[row] = metric == WorkloadMetric.Memory ? value / _memoryBytes[row] : value;
        }
    }
}
