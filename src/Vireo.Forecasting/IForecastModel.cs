namespace Vireo.Forecasting;

/// <summary>The one interface of all models: fit to a history, move on with each new value, forecast quantiles.</summary>
/// <remarks><see cref="SeriesModel"/> makes any model by name, or any <see cref="IPathModel"/>, into one, with quantiles
/// calibrated by the errors it really makes. Models that share what many series taught (boosted trees, networks, the
/// siblings of a newcomer) implement it themselves, as they know quantiles of their own; those can be calibrated
/// further.</remarks>
public interface IForecastModel : IPathModel
{
    /// <summary>Fills <paramref name="quantiles"/> with quantiles of the next values; the state stays as it
    /// is.</summary>
    /// <param name="levels">Ascending, strictly between 0 and 1.</param>
    /// <param name="steps">Steps ahead, at least one.</param>
    /// <param name="quantiles">Level-major, a row of <paramref name="steps"/> values for each level, in the unit of the
    /// series. Ascending over the levels at each step; finite once one finite value was seen, NaN before.</param>
    /// <exception cref="ArgumentException">The levels or the length do not fit.</exception>
    void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles);
}
