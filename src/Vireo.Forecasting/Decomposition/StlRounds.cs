namespace Vireo.Forecasting.Decomposition;

/// <summary>The inner loop of STL and its work areas: pattern from the detrended series, trend from the deseasonalised
/// one.</summary>
internal ref struct StlRounds
{
    private readonly ReadOnlySpan<double> _series;
    private readonly int _period;
    private readonly StlOptions _options;
    private readonly int _seasonalWidth;
    private readonly int _trendWidth;
    private readonly int _lowPassWidth;
    private readonly double[] _detrended;
    private readonly double[] _cycles;
    private readonly double[] _lowPass;
    private readonly double[] _work;
    private readonly CycleSmoother _smoother;

    public StlRounds(ReadOnlySpan<double> series, int period, StlOptions options)
    {
        int padded = series.Length + (2 * period);
        _series = series;
        _period = period;
        _options = options;
        _seasonalWidth = StlOptions.NextOdd(Math.Max(3, options.SeasonalWidth(series.Length)));
        _trendWidth = StlOptions.NextOdd(Math.Max(3, options.TrendWidth(series.Length, period)));
        _lowPassWidth = StlOptions.NextOdd(Math.Max(3, period));
        _detrended = new double[padded];
        _cycles = new double[padded];
        _lowPass = new double[padded];
        _work = new double[padded];
        _smoother = new CycleSmoother(series.Length, period, _seasonalWidth, options.SeasonalDegree);
        Trend = new double[series.Length];
        Seasonal = new double[series.Length];
    }

    public double[] Trend { get; }

    public double[] Seasonal { get; }

    /// <summary>Improves pattern and trend.</summary>
    /// <param name="robustness">A weight for each value; empty for none.</param>
    public readonly void Run(scoped ReadOnlySpan<double> robustness)
    {
        for (int round = 0; round < _options.InnerRounds; round++)
        {
            Subtract(Trend);
            _smoother.Smooth(_detrended.AsSpan(0, _series.Length), robustness, _cycles);
            TakeLowPass();
            for (int i = 0; i < Seasonal.Length; i++)
            {
                Seasonal[i] = _cycles[_period + i] - _lowPass[i];
            }

            Subtract(Seasonal);
            Smooth(_detrended.AsSpan(0, _series.Length), _trendWidth, robustness, Trend);
        }
    }

    /// <summary>Gives each value the bisquare weight of its remainder against six median remainders.</summary>
    public readonly void Weigh(scoped Span<double> robustness)
    {
        Span<double> sizes = _work.AsSpan(0, _series.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(_series[i] - Seasonal[i] - Trend[i]);
            robustness[i] = sizes[i];
        }

        double bound = 3 * MiddleValues.Sum(sizes);
        for (int i = 0; i < robustness.Length; i++)
        {
            double ratio = robustness[i] / bound;
            double rest = 1 - (ratio * ratio);
            robustness[i] = robustness[i] <= 0.001 * bound ? 1 : robustness[i] <= 0.999 * bound ? rest * rest : 0;
        }
    }

    // The slow part of the smoothed cycles, which belongs to the trend: means over a season twice, over three, then
    // loess.
    private readonly void TakeLowPass()
    {
        int length = _series.Length;
        MovingAverage.Runs(_cycles, _period, _lowPass);
        MovingAverage.Runs(_lowPass.AsSpan(0, length + _period + 1), _period, _work);
        MovingAverage.Runs(_work.AsSpan(0, length + 2), 3, _detrended);
        Smooth(_detrended.AsSpan(0, length), _lowPassWidth, robustness: [], _lowPass.AsSpan(0, length));
    }

    private readonly void Smooth(
        scoped ReadOnlySpan<double> values,
        int width,
        scoped ReadOnlySpan<double> robustness,
        scoped Span<double> smoothed) =>
        Loess.Smooth(values, width, degree: 1, (width + 9) / 10, robustness, smoothed, _work);

    private readonly void Subtract(scoped ReadOnlySpan<double> part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            _detrended[i] = _series[i] - part[i];
        }
    }
}
