using System.Collections.Immutable;

namespace Vireo.Forecasting;

/// <summary>How a fleet's demand is forecast.</summary>
public sealed record ForecastOptions
{
    /// <summary>Spacing of the series that models learn from.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much history a model sees: two weeks cover the weekly pattern twice.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Quantile levels of the outlook, ascending.</summary>
    public ImmutableArray<double> Levels { get; init; } = [0.05, 0.1, 0.5, 0.9, 0.95, 0.99];

    /// <summary>How often a series' model is chosen anew.</summary>
    public TimeSpan ReselectEvery { get; init; } = TimeSpan.FromHours(24);
}
