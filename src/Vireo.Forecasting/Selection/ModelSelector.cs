using System.Collections.Immutable;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>Chooses what forecasts one series, by rolling-origin error and interval score together.</summary>
/// <remarks>Each candidate is fitted to the older part and walked through the newest third (at most a day of
/// five-minute samples, or three horizons where that is more), forecasting the whole horizon on the way. Those that
/// beat the naive ones are averaged by <see cref="EnsembleWeights"/>; the mean has to be about as good as its best
/// member, else that one stands alone. What is chosen is fitted to everything and keeps the errors of the walk as its
/// first intervals.</remarks>
internal static class ModelSelector
{
    private const int LongestWalk = 288;

    /// <summary>Horizons that a walk may be long at least: one origin alone says little.</summary>
    private const int HorizonsInWalk = 3;

    /// <summary>Standard deviation of the logarithm of one independent forecast's error ratio, about what it is on the
    /// real sets.</summary>
    private const double NoiseDeviation = 0.5;

    /// <summary>A mean may be this much worse on the walk than its best member: it is the safer of the two.</summary>
    private const double Tolerance = 0.01;

    /// <summary>Models that cost more than a few microseconds a forecast are asked less often.</summary>
    private const int ForecastsOfCostlyModels = 24;

    /// <summary>Fits in a thorough walk: what was fitted a whole walk ago says little about a fresh fit.</summary>
    private const int Refits = 4;

    /// <summary>Walks, chooses, fits to everything and explains.</summary>
    public static SelectedModel Select(ReadOnlySpan<double> history, SelectionSettings settings) =>
        Choose(history, WalkAll(history, settings), settings);

    /// <summary>Chooses among candidates that have walked, fits the choice to everything and explains. Uses the trials
    /// up.</summary>
    public static SelectedModel Choose(ReadOnlySpan<double> history, List<Trial> trials, SelectionSettings settings)
    {
        string[] names = [.. trials.Select(trial => trial.Name)];
        double forecasts = trials[0].Intervals.Evidence / settings.Knots.Horizon;
        double[] losses = Losses(trials, settings, forecasts);
        double[] weights = EnsembleWeights.Of(names, losses, forecasts, settings.Prior);
        CalibratedModel chosen = Renewed(Mix(history, trials, weights, settings.Knots), settings);
        chosen.Refit(history);

        return new SelectedModel(chosen, Explain(trials, weights, losses));
    }

    /// <summary>Fits what was chosen earlier again: its members walk once, without being refitted on the way, for their
    /// intervals, and nothing is compared. Null when one of them is not there any more, as trees that the fleet has yet to train.</summary>
    /// <param name="history">Oldest first.</param>
    /// <param name="kept">The trials of then, in the order of the candidates.</param>
    /// <param name="settings">As of a choice.</param>
    public static SelectedModel? Renew(
        ReadOnlySpan<double> history, ImmutableArray<ModelTrial> kept, SelectionSettings settings)
    {
        List<Candidate> candidates = WithMedian(ModelCatalog.Candidates(history.Length, settings), settings);
        List<Trial> members = [];
        List<double> weights = [];
        for (int i = 0; i < kept.Length; i++)
        {
            string name = kept[i].Model;
            int before = kept[..i].Count(trial => trial.Model == name);
            if (!(kept[i].Weight > 0))
            {
                continue;
            }

            Candidate[] named = [.. candidates.Where(candidate => candidate.Name == name)];
            if (before >= named.Length)
            {
                return null;
            }

            IPathModel model = ModelCatalog.CreatePath(name, named[before].Seasons, settings.Judged);
            members.Add(Walk(model, history, settings.Knots, Effort.Quick));
            weights.Add(kept[i].Weight);
        }

        if (members.Count == 0)
        {
            return null;
        }

        CalibratedModel mixed = members.Count == 1 ? members[0].Calibrated
            : Together(members, [.. weights], EnsembleReplay.Run(history, members, [.. weights], settings.Knots), settings.Knots);
        CalibratedModel chosen = Renewed(mixed, settings);
        chosen.Refit(history);

        return new SelectedModel(chosen, kept);
    }

    /// <summary>What the walk showed, before anything is chosen.</summary>
    public static ImmutableArray<ModelTrial> Evidence(List<Trial> trials) =>
        Explain(trials, new double[trials.Count], [.. trials.Select(trial => LossOf(trial, trials[0]))]);

    /// <summary>Lets all candidates walk.</summary>
    public static List<Trial> WalkAll(ReadOnlySpan<double> history, SelectionSettings settings)
    {
        List<Trial> trials = [];
        foreach (Candidate candidate in ModelCatalog.Candidates(history.Length, settings))
        {
            IPathModel model = ModelCatalog.CreatePath(candidate.Name, candidate.Seasons, settings.Judged);
            trials.Add(Walk(model, history, settings.Knots, settings.Effort));
        }

        if (settings.Effort == Effort.Thorough)
        {
            AddMedian(trials, history, settings);
        }

        return trials;
    }

    /// <summary>The candidates and, of a thorough choice, the median of some, which walks at no cost there.</summary>
    public static List<Candidate> WithMedian(List<Candidate> candidates, SelectionSettings settings) =>
        settings.Effort == Effort.Thorough
            ? [.. candidates, new Candidate(ModelNames.Median, settings.Seasons)]
            : candidates;

    /// <summary>How often a candidate that is quickly asked is fitted in a walk.</summary>
    public static int FitsInWalk(int walk, SelectionSettings settings) => settings.Effort == Effort.Thorough && walk > 0
        ? 1 + ((walk - 1) / RefitEvery(walk, settings.Knots))
        : 1;

    /// <summary>How much of a history is walked through.</summary>
    public static int WalkLength(int length, int horizon) => Math.Min(
        Math.Max(length / 3, Math.Min(length / 2, 2 * horizon)), Math.Max(LongestWalk, HorizonsInWalk * horizon));

    /// <summary>Fits to the older part and walks through the rest.</summary>
    public static Trial Walk(IPathModel model, ReadOnlySpan<double> history, HorizonKnots knots, Effort effort)
    {
        int walk = WalkLength(history.Length, knots.Horizon);
        int refitEvery = effort == Effort.Thorough && model is not IForecastModel
            ? RefitEvery(walk, knots)
            : int.MaxValue;
        int every = model is IForecastModel ? Math.Max(1, walk / ForecastsOfCostlyModels) : 1;

        return new Trial(model, history, history.Length - walk, every, refitEvery, knots);
    }

    /// <summary>A global model that was kept from the walk to be judged by it gives way to the one that has seen
    /// all.</summary>
    public static CalibratedModel Renewed(CalibratedModel chosen, SelectionSettings settings)
    {
        if (ReferenceEquals(settings.Judged, settings.Shared))
        {
            return chosen;
        }

        IPathModel New(IPathModel model) => model is IForecastModel
            ? ModelCatalog.CreatePath(model.Name, settings.Seasons, settings.Shared)
            : model;
        IPathModel renewed = chosen.Model is EnsembleModel ensemble
            ? new EnsembleModel(ensemble.Members.Select(member => (New(member.Model), member.Weight)))
            : New(chosen.Model);

        return new CalibratedModel(renewed, settings.Knots, chosen.Intervals);
    }

    private static int RefitEvery(int walk, HorizonKnots knots) => Math.Max(knots.Horizon, walk / Refits);

    // Costs nothing: what its members said is known.
    private static void AddMedian(List<Trial> trials, ReadOnlySpan<double> history, SelectionSettings settings)
    {
        string[] names = ModelCatalog.MedianOf(settings.Seasons);
        Trial[] members = [.. names.Select(name => trials.Find(trial => trial.Name == name)).OfType<Trial>()];
        IPathModel model = ModelCatalog.CreatePath(ModelNames.Median, settings.Seasons);
        if (members.Length == names.Length && Trial.MedianOf(model, members, history, settings.Knots) is { } median)
        {
            trials.Add(median);
        }
    }

    // Whoever is no better than naive in its points is out, however good its intervals; so is, in the loop, whoever the
    // series' own evidence speaks against.
    private static double[] Losses(List<Trial> trials, SelectionSettings settings, double forecasts)
    {
        Trial[] yardsticks = [.. trials.Where(trial => EnsembleWeights.IsNaive(trial.Name))];
        double margin = Math.Exp(NoiseDeviation / Math.Sqrt(Math.Max(1, forecasts)));
        double error = margin * yardsticks.Min(trial => trial.Intervals.Error);
        double loss = Math.Log(margin) + yardsticks.Min(trial => LossOf(trial, trials[0]));

        // Worse than the better naive one by more than a standard error of what the walk can tell.
        bool IsContradicted(Trial trial) =>
            settings.Effort != Effort.Thorough && (trial.Intervals.Error > error || LossOf(trial, trials[0]) > loss);

        return
        [
            .. trials.Select(trial =>
                EnsembleWeights.IsNaive(trial.Name) || (BeatsNaive(trial, settings, forecasts) && !IsContradicted(trial))
                    ? LossOf(trial, trials[0])
                    : double.PositiveInfinity),
        ];
    }

    // A thorough walk over a short series rests on two or three forecasts of the whole horizon; like the loss, the
    // error is then shrunk toward that on the fleet. The loop, whose walks are long, believes the series alone.
    private static bool BeatsNaive(Trial trial, SelectionSettings settings, double forecasts)
    {
        double error = Math.Log(trial.Intervals.Error / trial.Intervals.NaiveError);
        if (settings.Effort == Effort.Thorough && settings.Prior.ErrorOf(trial.Name) is { } onOthers)
        {
            error = ((forecasts * error) + (EnsembleWeights.PriorForecasts * onOthers)) / (forecasts + EnsembleWeights.PriorForecasts);
        }

        // A ratio that is not a number says nothing: the loss is none either, and the weights know what to do.
        return !(error >= 0);
    }

    private static double LossOf(Trial trial, Trial naive) => ModelPrior.Loss(
        trial.Intervals.Error / trial.Intervals.NaiveError, trial.Intervals.IntervalScore / naive.Intervals.IntervalScore);

    private static CalibratedModel Mix(
        ReadOnlySpan<double> history, List<Trial> trials, double[] weights, HorizonKnots knots)
    {
        int best = Array.IndexOf(weights, weights.Max());
        Trial[] members = [.. trials.Where((_, i) => weights[i] > 0)];
        if (members.Length == 1)
        {
            return members[0].Calibrated;
        }

        double[] shares = [.. weights.Where(weight => weight > 0)];
        IntervalCalibrator intervals = EnsembleReplay.Run(history, members, shares, knots);
        double gain = intervals.Error / intervals.NaiveError
            / (trials[best].Intervals.Error / trials[best].Intervals.NaiveError);
        if (gain > 1 + Tolerance)
        {
            Array.Clear(weights);
            weights[best] = 1;

            return trials[best].Calibrated;
        }

        return Together(members, shares, intervals, knots);
    }

    private static CalibratedModel Together(
        IReadOnlyList<Trial> members, double[] shares, IntervalCalibrator intervals, HorizonKnots knots) =>
        new(new EnsembleModel(members.Select((member, i) => (member.Calibrated.Model, shares[i]))), knots, intervals);

    private static ImmutableArray<ModelTrial> Explain(List<Trial> trials, double[] weights, double[] losses)
    {
        double bar = trials.Select((trial, i) => EnsembleWeights.IsNaive(trial.Name) ? losses[i] : double.PositiveInfinity).Min();
        double chosen = weights.Select((weight, i) => weight > 0 ? losses[i] : double.NegativeInfinity).Max();
        double best = losses.Where(double.IsFinite).DefaultIfEmpty(0).Min();

        return
        [
            .. trials.Select((trial, i) => new ModelTrial(
                trial.Name,
                trial.Intervals.Error / trial.Intervals.NaiveError,
                trial.Intervals.IntervalScore / trials[0].Intervals.IntervalScore,
                trial.Intervals.Coverage,
                weights[i],
                double.IsNaN(losses[i]) && weights[i] == 0
                    ? WhyNotJudged(trial) : Verdict(trial.Name, weights[i], losses[i], (bar, chosen, best)))),
        ];
    }

    private static string WhyNotJudged(Trial trial) => trial.Intervals.NaiveError == 0
        ? "Left out: naive was never wrong here, so there is nothing to gain." : "Left out: too few values to judge it.";

    // The weights come from losses that lean on the other series; where those overrule what this one shows, it is said.
    private static string Verdict(string name, double weight, double loss, (double Bar, double Chosen, double Best) of) =>
        weight >= 1 ? $"Chosen: {Praise(EnsembleWeights.IsNaive(name), loss > of.Best)}."
        : weight > 0 ? $"In the mean with a weight of {weight:P0}."
        : loss < of.Chosen ? "Left out: better here than what was chosen, but not on other series, which count until there is more to judge by."
        : EnsembleWeights.IsNaive(name) ? "A yardstick; others are better."
        : loss >= of.Bar ? "Left out: no better than the naive models."
        : "Left out: it did not beat the others by enough.";

    private static string Praise(bool isNaive, bool isOverruled) => (isNaive, isOverruled) switch
    {
        (true, false) => "nothing beat it by enough",
        (true, true) => "nothing beat it by enough once other series count as well",
        (false, false) => "better than all others in points and intervals together",
        (false, true) => "better than all others in points and intervals together once other series count as well",
    };
}
