namespace Vireo.Forecasting;

/// <summary>Forecasts many series at once, as the command line does: global models are trained once for all of them.</summary>
public static class SeriesBatch
{
    /// <summary>Fits and forecasts each series; the answer does not depend on the number of cores.</summary>
    /// <param name="series">Each evenly spaced, oldest first; NaN marks a gap.</param>
    /// <param name="request">What is wanted of each.</param>
    /// <param name="progress">Told the share that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work between two series.</param>
    /// <returns>One forecast a series; null where a series holds no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of range.</exception>
    public static SeriesForecastResult?[] Run(
        IReadOnlyList<double[]> series, SeriesForecastRequest request, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Horizon, SeriesForecastRequest.LongestHorizon);
        var forecasts = new SeriesForecastResult?[series.Count];
        int done = 0;
        Parallel.For(0, series.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            forecasts[i] = series[i].AsSpan().ContainsAnyInRange(-SeriesForecast.Largest, SeriesForecast.Largest)
                ? SeriesForecast.Run(series[i], request)
                : null;
            progress?.Report((double)Interlocked.Increment(ref done) / series.Count);
        });

        return forecasts;
    }
}
