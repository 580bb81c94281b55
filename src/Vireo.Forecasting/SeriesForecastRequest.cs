using System.Collections.Immutable;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>What to forecast for one series.</summary>
/// <param name="Horizon">Steps ahead, at least one.</param>
/// <param name="Seasons">Season lengths in steps, shortest first; empty or [1] for none.</param>
/// <param name="Model">A name of <see cref="ModelNames"/>; <see cref="ModelNames.Auto"/> is what the product would
/// choose.</param>
/// <param name="Coverages">Central intervals wanted, 0 to 1: 0.8 and 0.95.</param>
public sealed record SeriesForecastRequest(
    int Horizon, ImmutableArray<int> Seasons, string Model, ImmutableArray<double> Coverages)
{
    /// <summary>The longest horizon accepted: a year of five-minute steps.</summary>
    public const int LongestHorizon = 105_120;

    /// <summary>The shortest real season; 1 where there is none.</summary>
    public int ShortestSeason => Seasons.Where(season => season > 1).DefaultIfEmpty(1).Min();

    /// <summary>How much work <see cref="ModelNames.Auto"/> may make of each series.</summary>
    public Effort Effort { get; init; } = Effort.BySize;
}
