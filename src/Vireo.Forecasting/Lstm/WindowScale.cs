namespace Vireo.Forecasting.Lstm;

/// <summary>How a window is made comparable: a value v enters and leaves as asinh((v − anchor) / unit).</summary>
/// <param name="Anchor">The newest value, in the unit of the series; NaN when none was seen.</param>
/// <param name="Unit">Mean absolute difference of neighbours, in the unit of the series; zero for a constant.</param>
/// <param name="RestRatio">Share of neighbours that are equal, 0 to 1: how often the series rests at a value.</param>
public readonly record struct WindowScale(double Anchor, double Unit, double RestRatio)
{
    // sinh of it is 80,000 units: no forecast of ours, but a bound that keeps a wild weight finite.
    private const double Farthest = 12;

    // Far enough below the largest double that differences of restored values stay finite.
    private const double Largest = 1e300;

    /// <summary>From the network's unit to that of the series; saturates at ±1e300.</summary>
    public double Restore(double squashed) =>
        Unit == 0
            ? Anchor
            : Math.Clamp(
                Anchor + (Math.Min(Unit, Largest) * Math.Sinh(Math.Clamp(squashed, -Farthest, Farthest))),
                -Largest,
                Largest);
}
