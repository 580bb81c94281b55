using Vireo.Forecasting.Ets;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>Automatic exponential smoothing with normal-theory intervals, as R's <c>ets</c> gives them: the form of the
/// least AICc, variances in closed form.</summary>
internal sealed class NormalEts
{
    // Normal scores of VmForecast.Levels.
    private static readonly double[] Scores = [-1.959964, -1.281552, 0, 1.281552, 1.959964];
    private EtsFit? _fit;
    private EtsState? _state;
    private double _last = double.NaN;

    /// <summary>Fits to a history.</summary>
    public void Fit(ReadOnlySpan<double> history)
    {
        _fit = EtsFitter.FitBest(history, period: 1);
        _state = _fit?.StateAfter(history);
        _last = history[^1];
    }

    /// <summary>Learns one value.</summary>
    public void Update(double value)
    {
        _last = value;
        if (_fit is { } fit)
        {
            _state?.Update(value, fit.Parameters);
        }
    }

    /// <summary>Fills in quantiles at <see cref="VmForecast.Levels"/>, none below zero.</summary>
    public void Forecast(int steps, Span<double> quantiles)
    {
        Span<double> path = stackalloc double[steps];
        Span<double> variances = stackalloc double[steps];
        path.Fill(_last);
        variances.Clear();
        if (_fit is { } fit && _state is { } state)
        {
            state.Forecast(fit.Parameters.Phi, path);
            EtsVariance.Fill(fit, state, variances);
        }

        for (int step = 0; step < steps; step++)
        {
            for (int level = 0; level < Scores.Length; level++)
            {
                quantiles[(level * steps) + step] = Math.Max(0, path[step] + (Scores[level] * Math.Sqrt(variances[step])));
            }
        }
    }
}
