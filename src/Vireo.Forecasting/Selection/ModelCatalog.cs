using Vireo.Forecasting.HoltWinters;
using Vireo.Forecasting.Level;
using Vireo.Forecasting.Linear;
using Vireo.Forecasting.Lstm;
using Vireo.Forecasting.Naive;

namespace Vireo.Forecasting.Selection;

/// <summary>Every model there is. A new one is a folder, a name and a line here.</summary>
public static class ModelCatalog
{
    private const int SmallestHistory = 24;
    private const int DefaultMemory = 288;

    /// <summary>Names that <see cref="Create"/> knows, simplest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        ModelNames.Naive,
        ModelNames.SeasonalNaive,
        ModelNames.Level,
        ModelNames.Linear,
        ModelNames.HoltWinters,
        ModelNames.Lstm,
    ];

    /// <summary>Makes a model by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seasons">Season lengths in steps, shortest first; may be empty.</param>
    /// <exception cref="ArgumentException">No model has that name.</exception>
    public static IForecastModel Create(string name, ReadOnlySpan<int> seasons)
    {
        int season = seasons.Length > 0 ? seasons[0] : 1;

        return name switch
        {
            ModelNames.Naive => new NaiveModel(),
            ModelNames.SeasonalNaive => new SeasonalNaiveModel(season),
            ModelNames.Level => new DampedLevelModel(Math.Max(season, DefaultMemory)),
            ModelNames.Linear => new LinearModel(seasons),
            ModelNames.HoltWinters => new HoltWintersModel(season),
            ModelNames.Lstm => new SelfTaughtLstmModel(season),
            _ => throw new ArgumentException(
                $"No forecast model is called '{name}'. Known: {ModelNames.Auto}, {string.Join(", ", Names)}.",
                nameof(name)),
        };
    }

    /// <summary>Models worth trying on a history, simplest first; naive is always the yardstick and not listed.</summary>
    /// <param name="length">Points of the history.</param>
    /// <param name="seasons">Season lengths in steps, shortest first; may be empty.</param>
    internal static List<IForecastModel> Candidates(int length, ReadOnlySpan<int> seasons)
    {
        List<IForecastModel> candidates = [];
        if (length < SmallestHistory)
        {
            return candidates;
        }

        foreach (int season in seasons)
        {
            if (season > 1 && length >= 2 * season)
            {
                candidates.Add(new SeasonalNaiveModel(season));
            }
        }

        candidates.Add(Create(ModelNames.Level, seasons));
        if (length >= 2 * SmallestHistory)
        {
            candidates.Add(Create(ModelNames.Linear, seasons));
        }

        if (seasons.Length > 0 && seasons[0] > 1 && length >= 3 * seasons[0])
        {
            candidates.Add(Create(ModelNames.HoltWinters, seasons));
        }

        return candidates;
    }
}
