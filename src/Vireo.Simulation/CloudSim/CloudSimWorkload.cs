using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Utilisation of every machine over time, as the reference simulator reads it: linear between samples, the
/// last one repeated.</summary>
internal sealed class CloudSimWorkload
{
    /// <summary>Between two samples, and between two decisions.</summary>
    public const double IntervalSeconds = 300;

    private readonly double[][] _samples;

    /// <summary>Takes over a trace.</summary>
    /// <param name="traces">One fleet of machines each; kinds are handed out within each.</param>
    /// <exception cref="ArgumentException">Another spacing than five minutes, or fewer than two samples.</exception>
    public CloudSimWorkload(IReadOnlyList<TraceSet> traces)
    {
        int samples = traces.Max(trace => trace.Samples);
        var rows = new List<double[]>();
        var kinds = ImmutableArray.CreateBuilder<CloudSimMachineKind>();
        foreach (var trace in traces)
        {
            if (trace.Step.TotalSeconds != IntervalSeconds || samples < 2)
            {
                throw new ArgumentException(
                    $"'{trace.Source}' has {trace.Samples} samples {trace.Step.TotalSeconds:0} s apart; the reference model " +
                    "needs at least 2 that are 300 s apart.");
            }

            var series = trace.Series.First(series => series.Metric == WorkloadMetric.Cpu);
            for (int row = 0; row < series.Rows.Count; row++)
            {
                rows.Add(Fill(series.Rows[row], series.Divisor, samples));
                kinds.Add(CloudSimMachineKind.Of(row, series.Rows.Count));
            }
        }

        _samples = [.. rows];
        Kinds = kinds.ToImmutable();
        Steps = samples - 1;
        IgnoredValues = traces.Sum(trace => trace.IgnoredValues);
    }

    /// <summary>What each machine is.</summary>
    public ImmutableArray<CloudSimMachineKind> Kinds { get; }

    /// <summary>Decisions that the trace lasts for.</summary>
    public int Steps { get; }

    /// <summary>Values of the trace that could not be true.</summary>
    public long IgnoredValues { get; }

    /// <summary>When a decision is due, in seconds; the first is number 1. Decision 0 stands for the start of
    /// load.</summary>
    public static double StepAt(int step)
    {
        double at = 0.1;
        for (int i = 0; i < step; i++)
        {
            at += IntervalSeconds;
        }

        return at;
    }

    /// <summary>Fills in the utilisation of all machines, 0 to 1.</summary>
    /// <param name="seconds">Since the start.</param>
    /// <param name="utilisation">One value a machine.</param>
    public void Read(double seconds, Span<double> utilisation)
    {
        int before = (int)Math.Floor(seconds / IntervalSeconds);
        int after = (int)Math.Ceiling(seconds / IntervalSeconds);
        if (seconds % IntervalSeconds == 0)
        {
            after = before;
        }

        double span = (after - before) * IntervalSeconds;
        double into = seconds - (before * IntervalSeconds);
        for (int machine = 0; machine < utilisation.Length; machine++)
        {
            double[] row = _samples[machine];
            utilisation[machine] = after == before
                ? row[before]
                : row[before] + ((row[after] - row[before]) / span * into);
        }
    }

    // A gap keeps the value before it: nobody knows better, and zero would delete the machine.
    private static double[] Fill(float[] row, double divisor, int samples)
    {
        double[] filled = new double[samples + 1];
        double last = 0;
        for (int i = 0; i <= samples; i++)
        {
            last = i < row.Length && !float.IsNaN(row[i]) ? Math.Min(row[i] / divisor, 1) : last;
            filled[i] = last;
        }

        return filled;
    }
}
