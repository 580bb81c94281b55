using System.Collections.Immutable;
using Vireo.Forecasting.Arima;
using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Combining;
using Vireo.Forecasting.Croston;
using Vireo.Forecasting.Decomposition;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.HoltWinters;
using Vireo.Forecasting.Level;
using Vireo.Forecasting.Linear;
using Vireo.Forecasting.Lstm;
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
    private const int LongestClassicalSeason = 48;
    private const int LongestWithoutSeason = 4_096;

    /// <summary>What a choice in the loop tries, simplest first, and with which seasons on a history of a length: none
    /// where it is too short for the model.</summary>
    private static readonly (string Name, Func<int, int[], IEnumerable<int[]>> With)[] Loop =
    [
        (ModelNames.Naive, (_, _) => [[]]),
        (ModelNames.SeasonalNaive, (length, seasons) =>
            seasons.Where(season => season > 1 && length >= Math.Max(SmallestHistory, 2 * season))
                .Select(season => new[] { season })),
        (ModelNames.SimpleSmoothing, (length, seasons) => length >= SmallestHistory ? [seasons] : []),
        (ModelNames.Level, (length, seasons) => length >= SmallestHistory ? [seasons] : []),
        (ModelNames.Linear, (length, seasons) => length >= 2 * SmallestHistory ? [seasons] : []),
        (ModelNames.HoltWinters, (length, seasons) =>
            length >= SmallestHistory && IsSeasonal(length, seasons) ? [seasons] : []),
    ];

    /// <summary>Names of the models, simplest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        ModelNames.Naive, ModelNames.SeasonalNaive, ModelNames.SimpleSmoothing, ModelNames.Level, ModelNames.Holt,
        ModelNames.DampedTrend, ModelNames.Theta, ModelNames.Linear, ModelNames.HoltWinters, ModelNames.Croston,
        ModelNames.TeunterSyntetosBabai, ModelNames.Ets, ModelNames.StlEts, ModelNames.Mstl,
        ModelNames.MstlLinear, ModelNames.CorrectedLevel, ModelNames.MultiSeasonal, ModelNames.Arima,
        ModelNames.MstlArima, ModelNames.Median, ModelNames.Boosting, ModelNames.Lstm,
    ];

    /// <summary>Names of the models that <see cref="ModelNames.Auto"/> may try.</summary>
    public static IReadOnlyList<string> NamesFor(Effort effort) => effort switch
    {
        Effort.Loop => [.. Loop.Select(one => one.Name)],
        Effort.Quick => [.. Loop.Select(one => one.Name), ModelNames.Boosting],
        _ => Names,
    };

    /// <summary>Makes a model by name, with calibrated quantiles; it knows nothing until it is fitted or
    /// updated.</summary>
    /// <param name="name">One of <see cref="Names"/>, or <see cref="ModelNames.Auto"/>.</param>
    /// <param name="seasons">Season lengths in steps; empty for none.</param>
    /// <param name="horizon">Steps ahead for which errors are measured, at least one.</param>
    /// <exception cref="ArgumentException">No model has that name, or the horizon is out of range.</exception>
    public static IForecastModel Create(string name, ImmutableArray<int> seasons, int horizon) =>
        new SeriesModel(name, seasons, horizon);

    /// <summary>Makes the centre of a model by name, for one series alone: its expected path without
    /// quantiles.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seasons">Season lengths in steps, shortest first; may be empty.</param>
    /// <exception cref="ArgumentException">No model has that name.</exception>
    public static IPathModel CreatePath(string name, ReadOnlySpan<int> seasons) => CreatePath(name, seasons, SharedModels.None);

    /// <summary>Makes the centre of a model by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seasons">Season lengths in steps, shortest first; may be empty.</param>
    /// <param name="shared">What the fleet has trained; a global model that is missing there learns from the series
    /// itself.</param>
    /// <exception cref="ArgumentException">No model has that name.</exception>
    public static IPathModel CreatePath(string name, ReadOnlySpan<int> seasons, SharedModels shared)
    {
        int season = seasons.Length > 0 ? seasons[0] : 1;

        return name switch
        {
            ModelNames.Naive => new NaiveModel(),
            ModelNames.SeasonalNaive => new SeasonalNaiveModel(season),
            _ when name == ModelNames.SeasonalNaiveOf(season) => new SeasonalNaiveModel(season) { Name = name },
            ModelNames.SimpleSmoothing => new SmoothingModel(EtsTrend.None),
            ModelNames.Level => new DampedLevelModel(Math.Max(season, DefaultMemory)),
            ModelNames.Holt => new SmoothingModel(EtsTrend.Additive),
            ModelNames.DampedTrend => new SmoothingModel(EtsTrend.Damped),
            ModelNames.Theta => new ThetaModel(season),
            ModelNames.Linear => new LinearModel(seasons),
            ModelNames.HoltWinters => new HoltWintersModel(season),
            ModelNames.Croston => new CrostonModel(CrostonVariant.SyntetosBoylan),
            ModelNames.TeunterSyntetosBabai => new CrostonModel(CrostonVariant.TeunterSyntetosBabai),
            ModelNames.StlEts => new DecomposedModel(name, new EtsModel(1), [season]),
            ModelNames.Mstl => new DecomposedModel(name, new EtsModel(1), seasons),
            ModelNames.MstlLinear => new DecomposedModel(name, new LinearModel(), seasons),
            ModelNames.CorrectedLevel => MultiSeasonalModel.Level(),
            ModelNames.MultiSeasonal => new MultiSeasonalModel(seasons),
            ModelNames.Ets => new EtsModel(season),
            ModelNames.Arima => new ArimaModel(season),
            ModelNames.MstlArima => CreateMstlArima(seasons),
            ModelNames.Median => new MedianModel(CreateEach(MedianOf(seasons), seasons.ToArray())),
            ModelNames.Boosting => shared.Boosting is { } trees ? new BoostedModel(trees) : new BoostedModel(season),
            ModelNames.Lstm => shared.Lstm is { } network ? new LstmModel(network) : new SelfTaughtLstmModel(season),
            _ => throw new ArgumentException(
                $"No forecast model is called '{name}'. Known: {ModelNames.Auto}, {string.Join(", ", Names)}.",
                nameof(name)),
        };
    }

    /// <summary>Whose median is worth more than any of them.</summary>
    /// <remarks>What did best together on the developers' part of the real sets: hours ahead on five-minute loads, a
    /// day ahead on hourly loads of one or two weeks, two days ahead on the hourly series of M4 with its
    /// week.</remarks>
    internal static string[] MedianOf(ReadOnlySpan<int> seasons) => seasons.Length switch
    {
        0 => [ModelNames.CorrectedLevel, ModelNames.Ets],
        1 => [ModelNames.SimpleSmoothing, ModelNames.SeasonalNaive, ModelNames.Theta, ModelNames.Ets, ModelNames.StlEts],
        _ => [ModelNames.MultiSeasonal, ModelNames.MstlArima, ModelNames.Arima],
    };

    private static IPathModel[] CreateEach(string[] names, int[] seasons) =>
        [.. names.Select(name => CreatePath(name, seasons))];

    // ARIMA handles the shortest season itself, better than a decomposition does, if it is short enough.
    private static DecomposedModel CreateMstlArima(ReadOnlySpan<int> seasons)
    {
        bool isShort = seasons.Length > 0 && seasons[0] <= LongestClassicalSeason;

        return new DecomposedModel(
            ModelNames.MstlArima, new ArimaModel(isShort ? seasons[0] : 1), isShort ? seasons[1..] : seasons);
    }

    /// <summary>Models worth trying on a history of a length; naive is the first.</summary>
    internal static List<Candidate> Candidates(int length, SelectionSettings settings)
    {
        List<Candidate> candidates =
        [
            .. Loop.SelectMany(one =>
                one.With(length, settings.Seasons).Select((seasons, i) => new Candidate(
                    i > 0 ? ModelNames.SeasonalNaiveOf(seasons[0]) : one.Name, seasons))),
        ];
        if (length < SmallestHistory)
        {
            return candidates;
        }

        void Add(string name) => candidates.Add(new(name, settings.Seasons));

        bool isClassical = IsClassical(length, settings.Seasons);
        if (settings.Effort == Effort.Thorough)
        {
            AddCostly(isClassical, length, settings.Seasons, Add);
            if (settings.Seasons.Length > 1 && length >= 2 * settings.Seasons[1])
            {
                Add(ModelNames.Mstl);
                Add(ModelNames.MstlLinear);
                if (isClassical)
                {
                    Add(ModelNames.MultiSeasonal);
                }

                Add(ModelNames.MstlArima);
            }
        }

        if (settings.Judged.Boosting is not null)
        {
            Add(ModelNames.Boosting);
        }

        if (settings.Judged.Lstm is not null)
        {
            Add(ModelNames.Lstm);
        }

        return candidates;
    }

    /// <summary>Whether a history holds enough of its shortest season, and that is short enough, for models that fit it
    /// themselves.</summary>
    internal static bool IsClassical(int length, int[] seasons) =>
        IsSeasonal(length, seasons) && seasons[0] <= LongestClassicalSeason;

    private static bool IsSeasonal(int length, int[] seasons) =>
        seasons.Length > 0 && seasons[0] > 1 && length >= 3 * seasons[0];

    private static void AddCostly(bool isSeasonal, int length, int[] seasons, Action<string> add)
    {
        add(ModelNames.Theta);
        if (isSeasonal || length <= LongestWithoutSeason)
        {
            add(ModelNames.Ets);
            add(ModelNames.Arima);
        }

        add(isSeasonal ? ModelNames.StlEts
            : Mstl.Usable(length, seasons).Length > 0 ? ModelNames.MultiSeasonal : ModelNames.CorrectedLevel);
    }
}
