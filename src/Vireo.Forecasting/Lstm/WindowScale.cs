namespace Vireo.Forecasting.Lstm;

/// <summary>How a window is made comparable: a value v enters and leaves as asinh((v − anchor) / unit).</summary>
/// <param name="Anchor">The newest value, in the unit of the series; NaN when none was seen.</param>
/// <param name="Unit">Mean absolute difference of neighbours, in the unit of the series; zero for a constant.</param>
internal readonly record struct WindowScale(double Anchor, double Unit)
{
    // sinh of it is 80,000 units: no forecast of ours, but a bound that keeps a wild weight finite.
    private const double Farthest = 12;

    /// <summary>From the network's unit to that of the series; saturates instead of overflowing.</summary>
    public double Restore(double squashed) =>
        Unit == 0
            ? Anchor
            : Math.Clamp(
                Anchor + (Unit * Math.Sinh(Math.Clamp(squashed, -Farthest, Farthest))), -double.MaxValue, double.MaxValue);
}
