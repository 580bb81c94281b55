namespace Vireo.Forecasting.Statistics;

/// <summary>A history as models read it: what cannot be computed with is a gap, in a unit that single precision
/// holds.</summary>
/// <param name="Values">Oldest first; NaN marks a gap.</param>
/// <param name="Unit">Of the values.</param>
internal readonly record struct ScaledHistory(double[] Values, BinaryUnit Unit)
{
    /// <summary>Copies a series.</summary>
    /// <param name="series">NaN, an infinity, a value beyond ±<see cref="SeriesForecast.Largest"/> and a stray one
    /// (<see cref="StrayValues"/>) is a gap.</param>
    public static ScaledHistory Of(ReadOnlySpan<double> series)
    {
        double[] values = series.ToArray();
        foreach (ref double value in values.AsSpan())
        {
            value = SeriesForecast.IsUsable(value) ? value : double.NaN;
        }

        StrayValues.Remove(values);
        var unit = BinaryUnit.Of(values);
        unit.Enter(values);

        return new(values, unit);
    }
}
