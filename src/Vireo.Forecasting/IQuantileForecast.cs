namespace Vireo.Forecasting;

/// <summary>A model that knows quantiles of what comes next by itself, not only the expected path.</summary>
/// <remarks>Global models (boosted trees, networks) learn them from many series. They may be calibrated
/// further.</remarks>
public interface IQuantileForecast
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
