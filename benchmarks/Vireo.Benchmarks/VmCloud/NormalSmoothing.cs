using Vireo.Forecasting.Smoothing;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>The yardstick of the field: exponential smoothing with normal-theory intervals, ETS(A,N,N).</summary>
/// <remarks>The variance h steps ahead is σ²(1 + (h − 1)α²), with σ² from the errors one step ahead on the history.
/// Hyndman &amp; Athanasopoulos, <em>Forecasting: Principles and Practice</em>, 3rd ed., section 8.7.</remarks>
internal sealed class NormalSmoothing
{
    // Normal scores of VmForecast.Levels.
    private static readonly double[] Scores = [-1.959964, -1.281552, 0, 1.281552, 1.959964];
    private double _alpha = 1;
    private double _variance;
    private double _level;

    /// <summary>Fits to a history.</summary>
    public void Fit(ReadOnlySpan<double> history)
    {
        var model = new SmoothingModel(Forecasting.Ets.EtsTrend.None);
        model.Fit(history);
        _alpha = model.Chosen.Alpha;
        _level = model.Chosen.Level;
        double sum = 0;
        foreach (double value in history)
        {
            sum += (value - _level) * (value - _level);
            Update(value);
        }

        _variance = sum / Math.Max(1, history.Length - 2);
    }

    /// <summary>Learns one value.</summary>
    public void Update(double value) => _level += _alpha * (value - _level);

    /// <summary>Fills in quantiles at <see cref="VmForecast.Levels"/>, none below zero.</summary>
    public void Forecast(int steps, Span<double> quantiles)
    {
        for (int step = 0; step < steps; step++)
        {
            double deviation = Math.Sqrt(_variance * (1 + (step * _alpha * _alpha)));
            for (int level = 0; level < Scores.Length; level++)
            {
                quantiles[(level * steps) + step] = Math.Max(0, _level + (Scores[level] * deviation));
            }
        }
    }
}
