namespace Vireo.Forecasting.Decomposition;

/// <summary>Smooths the values of each phase over the seasons, and extends each by one season on both sides.</summary>
internal sealed class CycleSmoother(int length, int period, int width, int degree)
{
    private readonly int _jump = (width + 9) / 10;
    private readonly double[] _phase = new double[((length - 1) / period) + 1];
    private readonly double[] _weights = new double[((length - 1) / period) + 1];
    private readonly double[] _smoothed = new double[((length - 1) / period) + 3];
    private readonly double[] _scratch = new double[((length - 1) / period) + 1];

    /// <summary>Smooths into a span that starts one season before the series and ends one after.</summary>
    /// <param name="series">The detrended series.</param>
    /// <param name="robustness">A weight for each value; empty for none.</param>
    /// <param name="cycles">As long as the series and two seasons.</param>
    public void Smooth(ReadOnlySpan<double> series, ReadOnlySpan<double> robustness, Span<double> cycles)
    {
        for (int phase = 0; phase < period; phase++)
        {
            int count = ((length - phase - 1) / period) + 1;
            Gather(series, phase, _phase.AsSpan(0, count));
            ReadOnlySpan<double> weights = [];
            if (!robustness.IsEmpty)
            {
                Gather(robustness, phase, _weights.AsSpan(0, count));
                weights = _weights.AsSpan(0, count);
            }

            SmoothPhase(_phase.AsSpan(0, count), weights, _smoothed.AsSpan(0, count + 2));
            for (int i = 0; i < count + 2; i++)
            {
                cycles[(i * period) + phase] = _smoothed[i];
            }
        }
    }

    private void SmoothPhase(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> smoothed)
    {
        int count = values.Length;
        Loess.Smooth(values, width, degree, _jump, weights, smoothed[1..^1], _scratch);
        var ends = new LoessWeights(count, width, degree, _scratch);
        smoothed[0] = ends.Fit(values, weights, -1, 0, Math.Min(width, count) - 1, otherwise: smoothed[1]);
        smoothed[^1] = ends.Fit(values, weights, count, Math.Max(0, count - width), count - 1, otherwise: smoothed[^2]);
    }

    private void Gather(ReadOnlySpan<double> series, int phase, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = series[(i * period) + phase];
        }
    }
}
