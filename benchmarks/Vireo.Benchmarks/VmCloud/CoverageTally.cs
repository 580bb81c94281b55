using Vireo.Forecasting.Evaluation;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>What the intervals of one series were worth, over many origins and all steps of the horizon.</summary>
/// <param name="series">Whose.</param>
/// <param name="scale">Mean absolute change of one step before the first origin.</param>
internal sealed class CoverageTally(TraceSeries series, double scale)
{
    private const double SmallestScale = 1e-6;
    private const int Outer = 0;
    private const int Inner = 1;
    private readonly long[] _inside = new long[2];
    private readonly double[] _score = new double[2];
    private double _pinball;
    private long _judged;

    public TraceSeries Series => series;

    /// <summary>Origins judged.</summary>
    public int Origins { get; private set; }

    /// <summary>Whether it moves enough for its scores to be compared with those of other series.</summary>
    public bool HasScale => scale >= SmallestScale;

    public double Coverage80 => (double)_inside[Inner] / _judged;

    public double Coverage95 => (double)_inside[Outer] / _judged;

    /// <summary>MSIS of the 80 % interval.</summary>
    public double Interval80 => _score[Inner] / _judged / scale;

    /// <summary>MSIS of the 95 % interval.</summary>
    public double Interval95 => _score[Outer] / _judged / scale;

    /// <summary>Twice the mean pinball loss of the five levels, over the scale.</summary>
    public double Pinball => 2 * _pinball / _judged / scale;

    /// <summary>Takes one forecast and what came.</summary>
    /// <param name="actual">One value a step.</param>
    /// <param name="quantiles">Level-major, at <see cref="VmForecast.Levels"/>.</param>
    public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> quantiles)
    {
        int steps = actual.Length;
        int last = VmForecast.Levels.Length - 1;
        Origins++;
        _judged += steps;
        for (int level = 0; level <= last; level++)
        {
            _pinball += steps * Accuracy.Pinball(
                actual, quantiles.Slice(level * steps, steps), VmForecast.Levels[level]) / (last + 1);
        }

        for (int pair = Outer; pair <= Inner; pair++)
        {
            ReadOnlySpan<double> lower = quantiles.Slice(pair * steps, steps);
            ReadOnlySpan<double> upper = quantiles.Slice((last - pair) * steps, steps);
            double coverage = VmForecast.Levels[last - pair] - VmForecast.Levels[pair];
            _score[pair] += steps * Accuracy.IntervalScore(actual, lower, upper, coverage);
            for (int step = 0; step < steps; step++)
            {
                // Quantiles are single precision: a value on the bound is inside.
                float value = (float)actual[step];
                _inside[pair] += value >= (float)lower[step] && value <= (float)upper[step] ? 1 : 0;
            }
        }
    }
}
