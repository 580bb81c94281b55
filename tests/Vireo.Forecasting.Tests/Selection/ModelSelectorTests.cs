using System.Collections.Immutable;
using CsCheck;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Tests.Selection;

public sealed class ModelSelectorTests
{
    private static readonly HorizonKnots Hour = new(12);

    [Theory]
    [InlineData(8_640, 12, 288)]
    [InlineData(8_640, 288, 864)]
    [InlineData(900, 288, 450)]
    [InlineData(60, 12, 24)]
    public void A_walk_is_three_horizons_long_where_there_is_as_much_to_walk_through(int length, int horizon, int walk) =>
        Assert.Equal(walk, ModelSelector.WalkLength(length, horizon));

    [Fact]
    public void No_model_is_chosen_that_does_not_beat_naive() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 10_000], Gen.Double[0, 1]).Sample((length, seed, phi) =>
        {
            double[] series = Waves.Returning(length + 1, phi, seed);
            CalibratedModel chosen = Select(series, [24]);

            return EnsembleWeights.IsNaive(chosen.Model.Name)
                || !(chosen.Intervals.Error > 1.1 * chosen.Intervals.NaiveError);
        });

    [Fact]
    public void Other_series_do_not_overrule_what_a_series_shows_against_a_model_in_the_loop() =>
        Gen.Select(Gen.Int[24, 400], Gen.Int[0, 10_000], Gen.Double[0, 1]).Sample((length, seed, phi) =>
        {
            double[] series = Waves.Returning(length, phi, seed);
            var others = ModelPrior.None.With(Enumerable.Repeat(
                ImmutableArray.Create([.. ModelCatalog.Names.Select(name => new ModelTrial(name, 0.3, 0.3, 0.8, 0, ""))]), 20));
            var settings = new SelectionSettings(
                [24], Hour, Effort.Quick, SharedModels.None, SharedModels.None, others);

            ImmutableArray<ModelTrial> trials = ModelSelector.Select(series, settings).Trials;

            ModelTrial[] naive = [.. trials.Where(trial => EnsembleWeights.IsNaive(trial.Model))];
            double forecasts = Math.Max(1, ModelSelector.WalkLength(length, Hour.Horizon) / Hour.Horizon);
            return trials.Where(trial => trial.Weight > 0 && !EnsembleWeights.IsNaive(trial.Model)).All(trial =>
                trial.Error < 1 && trial.Error < naive.Min(one => one.Error) * Math.Exp(0.6 / Math.Sqrt(forecasts)));
        });

    [Fact]
    public void A_day_that_repeats_itself_here_is_believed_though_it_does_not_elsewhere()
    {
        double[] series = [.. Enumerable.Range(0, 24 * 20).Select(hour => (7.0 * (hour % 24) * (hour % 5 == 0 ? 1.01 : 1)) % 31)];
        var others = ModelPrior.None.With(Enumerable.Range(0, 40).Select(i => ImmutableArray.Create(
            new ModelTrial(ModelNames.SeasonalNaive, i % 2 == 0 ? 0.5 : 12, i % 2 == 0 ? 0.5 : 12, 0.8, 0, ""),
            new ModelTrial(ModelNames.SimpleSmoothing, 0.9, 0.9, 0.8, 0, ""))));
        var settings = new SelectionSettings([24], Hour, Effort.Quick, SharedModels.None, SharedModels.None, others);

        ImmutableArray<ModelTrial> trials = ModelSelector.Select(series, settings).Trials;

        Assert.Equal(0, trials.Single(trial => trial.Model == ModelNames.SimpleSmoothing).Weight);
        Assert.Equal(0, trials.Single(trial => trial.Model == ModelNames.Naive).Weight);
    }

    [Fact]
    public void A_strong_day_gets_a_model_that_knows_days()
    {
        double[] series = Waves.Daily(288 * 6, season: 288, noise: 2, seed: 22);

        CalibratedModel chosen = Select(series, [288, 2016]);

        Assert.Contains(
            chosen.Model.Name.Split('+')[0], new[] { ModelNames.Linear, ModelNames.HoltWinters, ModelNames.SeasonalNaive });
        Assert.InRange(chosen.Intervals.Error / chosen.Intervals.NaiveError, 0, 0.8);
    }

    [Fact]
    public void Load_without_a_season_that_returns_to_its_mean_is_not_left_to_naive()
    {
        double[] series = Waves.Returning(200, phi: 0.5, seed: 23);

        CalibratedModel chosen = Select(series, [288, 2016]);

        Assert.NotEqual(ModelNames.Naive, chosen.Model.Name);
    }

    [Fact]
    public void Nothing_to_learn_from_stays_naive()
    {
        CalibratedModel chosen = Select([], [288]);

        Assert.Equal(ModelNames.Naive, chosen.Model.Name);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelCatalog.CreatePath("prophet", []));

        Assert.Contains("'prophet'. Known: auto, naive, snaive", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Naive_seasons_are_told_apart_by_their_length()
    {
        double[] series = Waves.Daily(24 * 30, season: 24, noise: 2, seed: 24);
        SelectionSettings settings = Settings(Effort.Quick, 24, 168);

        ImmutableArray<ModelTrial> trials = ModelSelector.Select(series, settings).Trials;

        Assert.Single(trials, trial => trial.Model == "snaive");
        Assert.Single(trials, trial => trial.Model == "snaive-168");
        Assert.All(trials, trial => Assert.Equal(trial.Model is "naive" or "snaive" or "snaive-168", EnsembleWeights.IsNaive(trial.Model)));
        IPathModel week = ModelCatalog.CreatePath("snaive-168", [168]);
        week.Fit(series);
        Assert.Equal(series[^168..], week.Forecast(168));
        Assert.Throws<ArgumentException>(() => ModelCatalog.CreatePath("snaive-168", [24]));
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 1, false)]
    public void A_kept_choice_that_names_two_seasons_alike_is_made_again_where_it_means_the_longer(
        double day, double week, bool isRenewed)
    {
        double[] series = Waves.Daily(24 * 30, season: 24, noise: 2, seed: 24);
        ImmutableArray<ModelTrial> kept =
        [
            new(ModelNames.Naive, 1, 1, 0.8, 0, ""), new("snaive", 0.5, 0.5, 0.8, day, ""), new("snaive", 0.5, 0.5, 0.8, week, ""),
        ];

        SelectedModel? renewed = ModelSelector.Renew(series, kept, Settings(Effort.Loop, 24, 168));

        Assert.Equal(isRenewed ? "snaive" : null, renewed?.Model.Model.Name);
    }

    [Fact]
    public void A_series_without_a_season_gets_a_corrected_level_under_its_own_name()
    {
        double[] series = Waves.Returning(288, phi: 0.7, seed: 3);
        var own = new SeriesModel(ModelNames.CorrectedLevel, [], 12);
        var seasonal = new SeriesModel(ModelNames.MultiSeasonal, [], 12);
        own.Fit(series);
        seasonal.Fit(series);

        string[] tried = [.. ModelCatalog.Candidates(288, Settings(Effort.Thorough)).Select(candidate => candidate.Name)];

        Assert.Contains("ses-ar", tried);
        Assert.DoesNotContain("dshw", tried);
        Assert.Equal(("ses-ar", "dshw-as-ses-ar"), (own.Chosen, seasonal.Chosen));
        Assert.Equal(own.Forecast(12), seasonal.Forecast(12));
    }

    [Fact]
    public void The_evidence_names_every_model_tried_and_its_weights_add_up_to_one()
    {
        double[] series = Waves.Daily(24 * 30, season: 24, noise: 2, seed: 24);
        var settings = new SelectionSettings(
            [24], new HorizonKnots(24), Effort.Thorough, SharedModels.None, SharedModels.None, ModelPrior.None);

        SelectedModel selected = ModelSelector.Select(series, settings);

        Assert.Equal(ModelNames.Naive, selected.Trials[0].Model);
        Assert.Contains(selected.Trials, trial => trial.Model == ModelNames.Arima);
        Assert.Contains(selected.Trials, trial => trial.Model == ModelNames.Median);
        Assert.Equal(1, selected.Trials.Sum(trial => trial.Weight), 1e-9);
        Assert.All(selected.Trials, trial => Assert.NotEmpty(trial.Verdict));
        Assert.Equal(
            selected.Trials.Where(trial => trial.Weight > 0).Select(trial => trial.Model).Order(),
            selected.Model.Model.Name.Split('+').Order());
    }

    [Fact]
    public void A_short_walk_is_overruled_by_the_fleet_in_thorough_choices_only()
    {
        double[] series = Enumerable.Range(1, 100).Select(RandomWalk).First(walk =>
            Trials(walk, Effort.Thorough, ModelPrior.None).Single(one => one.Model == ModelNames.SimpleSmoothing).Error is > 1 and < 1.1);
        var others = ModelPrior.None.With(Enumerable.Repeat(
            ImmutableArray.Create(new ModelTrial(ModelNames.SimpleSmoothing, 0.5, 0.5, 0.8, 0, "")), 20));

        double Weight(Effort effort, ModelPrior prior) =>
            Trials(series, effort, prior).Single(one => one.Model == ModelNames.SimpleSmoothing).Weight;

        Assert.Equal(0, Weight(Effort.Thorough, ModelPrior.None));
        Assert.Equal(0, Weight(Effort.Quick, others));
        Assert.InRange(Weight(Effort.Thorough, others), 0.1, 1);
    }

    [Theory]
    [InlineData(Effort.Loop)]
    [InlineData(Effort.Thorough)]
    public void What_is_tried_is_what_the_catalog_names_for_the_effort(Effort effort)
    {
        double[] series = Waves.Daily(24 * 30, season: 24, noise: 2, seed: 24);
        var settings = new SelectionSettings(
            [24], new HorizonKnots(24), effort, SharedModels.None, SharedModels.None, ModelPrior.None);

        string[] tried = [.. ModelSelector.Select(series, settings).Trials.Select(trial => trial.Model)];

        Assert.Subset(ModelCatalog.NamesFor(effort).ToHashSet(), tried.ToHashSet());
        Assert.Superset(ModelCatalog.NamesFor(Effort.Loop).ToHashSet(), tried.ToHashSet());
    }

    private static SelectionSettings Settings(Effort effort, params int[] seasons) =>
        new(seasons, Hour, effort, SharedModels.None, SharedModels.None, ModelPrior.None);

    private static double[] RandomWalk(int seed)
    {
        var random = new Random(seed);
        double at = 100;

        return [.. Enumerable.Range(0, 72).Select(_ => at += random.NextDouble() - 0.5)];
    }

    private static ImmutableArray<ModelTrial> Trials(double[] series, Effort effort, ModelPrior prior) => ModelSelector.Select(
        series, new SelectionSettings([], Hour, effort, SharedModels.None, SharedModels.None, prior)).Trials;

    private static CalibratedModel Select(double[] series, int[] seasons) => ModelSelector.Select(
        series, new SelectionSettings(seasons, Hour, Effort.Quick, SharedModels.None, SharedModels.None, ModelPrior.None)).Model;
}
