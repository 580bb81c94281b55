using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>The errors made at one knot of the horizon, and how far their quantiles are stretched to catch what they
/// say.</summary>
/// <remarks>The central 80 % have a factor on each side; the tails beyond have factors of their own and begin where the
/// central part ends, so that quantiles never cross.</remarks>
/// <param name="capacity">Errors kept.</param>
/// <param name="ahead">Steps ahead of the knot.</param>
internal sealed class KnotErrors(int capacity, int ahead)
{
    /// <summary>Share beyond each bound of the central 80 %.</summary>
    public const double Outer = 0.1;

    /// <summary>Share beyond each bound of the central 95 %.</summary>
    public const double Tail = 0.025;

    /// <summary>As far as the places of a promise are tabulated.</summary>
    private const int MostTabulated = 128;

    private static readonly double[] LevelsOfPromise = [Tail, Outer, 0.5, 1 - Outer, 1 - Tail];
    private static readonly WidthSteps Steps = WidthSteps.For(Outer, Tail, speed: 0.02);
    private static readonly QuantilePlace[] Places =
        [.. Enumerable.Range(1, MostTabulated).SelectMany(PlacesAmong)];

    private readonly ErrorQuantiles _errors = new(capacity);
    private readonly uint _stride = (uint)Math.Max(1, ahead / 2);
    private WidthTracker _widths = WidthTracker.Neutral;
    private Restlessness _restlessness = Restlessness.Unknown;

    /// <summary>Errors held.</summary>
    public int Count => _errors.Count;

    /// <summary>What the unit of errors is stretched by now.</summary>
    public double Stretch => _restlessness.Ratio;

    /// <summary>Learns how large an error was, in the unit of the series.</summary>
    public void Feel(double error) => _restlessness = _restlessness.Next(error);

    /// <summary>Takes an error.</summary>
    /// <param name="error">In units of the spread known at the time of forecast; finite.</param>
    /// <param name="step">Number of the step at which it was made.</param>
    /// <remarks>Errors far ahead overlap and say almost the same as the one before: a full sample takes every
    /// so-manieth, and so reaches back for days instead of the time of a single event.</remarks>
    public void Add(float error, long step)
    {
        if (_errors.Count < capacity || (uint)step % _stride == 0)
        {
            _errors.Add(error);
        }
    }

    /// <summary>Learns from an outcome whether the intervals promised for it were too wide or too narrow.</summary>
    public void Judge(float value, in Promise promise) => _widths = _widths.After(value, promise.Bounds, Steps);

    /// <summary>Takes over half of what another model's widths learned of the same series.</summary>
    public void Remember(KnotErrors other) => _widths = WidthTracker.Between(_widths, other._widths);

    /// <summary>The stretched quantile, in the unit of the errors; NaN when there are none. Monotone in the
    /// level.</summary>
    public double Quantile(double level)
    {
        bool isLow = level < 0.5;
        double edge = isLow ? Math.Max(level, Outer) : Math.Min(level, 1 - Outer);
        double middle = _errors.Quantile(0.5);
        double body = _errors.Quantile(edge);
        double width = isLow ? _widths.Low : _widths.High;

        return edge == level
            ? Stretched(middle, body, width)
            : Stretched(middle, body, _errors.Quantile(level), width, isLow ? _widths.LowTail : _widths.HighTail);
    }

    /// <summary>The stretched quantiles that every promise needs, in the order of <see cref="Promise.Bounds"/>: those
    /// of <see cref="Quantile"/> at <see cref="Outer"/>, its opposite, <see cref="Tail"/> and its opposite. NaN when there
    /// are no errors.</summary>
    public Vector256<double> Bounds()
    {
        int count = _errors.Count;
        if (count == 0)
        {
            return Vector256.Create(double.NaN);
        }

        ReadOnlySpan<QuantilePlace> places = count <= MostTabulated
            ? Places.AsSpan((count - 1) * LevelsOfPromise.Length, LevelsOfPromise.Length)
            : PlacesAmong(count);
        double middle = _errors.At(places[2]);
        double low = _errors.At(places[1]);
        double high = _errors.At(places[3]);

        return Vector256.Create(
            Stretched(middle, low, _widths.Low),
            Stretched(middle, high, _widths.High),
            Stretched(middle, low, _errors.At(places[0]), _widths.Low, _widths.LowTail),
            Stretched(middle, high, _errors.At(places[4]), _widths.High, _widths.HighTail));
    }

    private static QuantilePlace[] PlacesAmong(int count) =>
        [.. LevelsOfPromise.Select(level => QuantilePlace.Of(level, count))];

    private static double Stretched(double middle, double body, double width) => middle + (width * (body - middle));

    private static double Stretched(double middle, double body, double end, double width, double tail) =>
        middle + (width * (body - middle + (tail * (end - body))));
}
