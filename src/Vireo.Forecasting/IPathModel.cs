namespace Vireo.Forecasting;

/// <summary>The centre of a forecast: a model that knows the expected path of one series, fitted once and then kept warm
/// with every new value.</summary>
/// <remarks>What a model folder has to implement; <see cref="SeriesModel"/> puts calibrated quantiles around it. Every
/// model accepts NaN as a gap, a constant series, and a history shorter than it would like: it then behaves like the
/// simpler model its documentation names. Forecasts are finite once one finite value was seen, and NaN before. Instances
/// are not thread-safe. Seasons are fixed when the model is made, so a new model needs nothing else from
/// here.</remarks>
public interface IPathModel
{
    /// <summary>Stable lower-case name, as in reports, files and the command line.</summary>
    string Name { get; }

    /// <summary>Learns from scratch; whatever was known before is forgotten.</summary>
    /// <param name="history">Evenly spaced, oldest first; NaN marks a gap; may be empty.</param>
    void Fit(ReadOnlySpan<double> history);

    /// <summary>Moves one step on. Cost does not depend on the length of the history; allocates nothing.</summary>
    /// <param name="value">The newest value, or NaN when it is missing.</param>
    void Update(double value);

    /// <summary>Fills <paramref name="path"/> with the expected next values; the state stays as it is.</summary>
    void Forecast(Span<double> path);
}
