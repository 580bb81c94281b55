using Vireo.Forecasting.Croston;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.HoltWinters;
using Vireo.Forecasting.Level;
using Vireo.Forecasting.Linear;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Seasonal;
using Vireo.Forecasting.Smoothing;
using Vireo.Forecasting.Theta;

namespace Vireo.Forecasting.Selection;

/// <summary>Every model there is. A new one is a folder, a name and a line here.</summary>
public static class ModelCatalog
{
    private const int SmallestHistory = 24;
    private const int DefaultMemory = 288;

    /// <summary>Names that <see cref="Create"/> knows, simplest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [ModelNames.Naive, ModelNames.SeasonalNaive, ModelNames.Level, ModelNames.Linear, ModelNames.HoltWinters,
            ModelNames.SimpleSmoothing, ModelNames.Holt, ModelNames.DampedTrend, ModelNames.Theta,
            ModelNames.Croston, ModelNames.TeunterSyntetosBabai, ModelNames.Ets, ModelNames.StlEts,
            ModelNames.Mstl, ModelNames.MstlLinear, ModelNames.MultiSeasonal];

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
            ModelNames.SimpleSmoothing => new SmoothingModel(EtsTrend.None),
            ModelNames.Holt => new SmoothingModel(EtsTrend.Additive),
            ModelNames.DampedTrend => new SmoothingModel(EtsTrend.Damped),
            ModelNames.Theta => new ThetaModel(season),
            ModelNames.Croston => new CrostonModel(CrostonVariant.SyntetosBoylan),
            ModelNames.TeunterSyntetosBabai => new CrostonModel(CrostonVariant.TeunterSyntetosBabai),
            ModelNames.StlEts => new DecomposedModel(name, new EtsModel(1), [season]),
            ModelNames.Mstl => new DecomposedModel(name, new EtsModel(1), seasons),
            ModelNames.MstlLinear => new DecomposedModel(name, new LinearModel(), seasons),
            ModelNames.MultiSeasonal => new MultiSeasonalModel(seasons),
            ModelNames.Ets => new EtsModel(season),
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
