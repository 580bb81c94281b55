namespace Vireo.Forecasting.Selection;

/// <summary>What a demand can be: never negative, never more than the machine is allowed.</summary>
/// <param name="Ceiling">The most, in the unit of the series; infinity when unknown.</param>
internal readonly record struct DemandBounds(double Ceiling)
{
    /// <summary>A ceiling that is not positive is bad data and bounds nothing.</summary>
    public static DemandBounds Upto(double ceiling) => new(ceiling > 0 ? ceiling : double.PositiveInfinity);

    public double Clamp(double demand) => Math.Min(Math.Max(demand, 0), Ceiling);
}
