namespace Vireo.Forecasting.Selection;

/// <summary>What a choice of a model costs, in units of about a microsecond of one core.</summary>
/// <remarks>Counted from the candidates that a history gets, with constants measured on histories of 96 to 4,400 values
/// of five minutes, so that the order of work does not depend on the machine.</remarks>
internal static class SelectionCost
{
    private const double PerChoice = 120;

    /// <summary>Replaying the mean of the best.</summary>
    private const double PerReplayedStep = 0.6;

    /// <summary>Fitting what was chosen to everything: quick models, or some of all.</summary>
    private const double PerRefittedValue = 0.4;
    private const double PerThoroughlyRefittedValue = 6;

    /// <summary>ARIMA looks at no more values than so many.</summary>
    private const int ArimaMemory = 1_024;

    /// <summary>Units of one choice.</summary>
    /// <param name="length">Values of the history.</param>
    /// <param name="settings">As the choice will be made.</param>
    /// <param name="kept">An earlier choice of which only the members are fitted; null for a choice among all.</param>
    public static long Of(int length, SelectionSettings settings, KeptChoice? kept = null)
    {
        int walk = ModelSelector.WalkLength(length, settings.Knots.Horizon);
        int fits = kept is null ? ModelSelector.FitsInWalk(walk, settings) : 1;
        bool isThorough = settings.Effort == Effort.Thorough;
        double cost = PerChoice + (PerReplayedStep * walk);
        cost += kept is null ? (isThorough ? PerThoroughlyRefittedValue : PerRefittedValue) * length : 0;
        foreach (Candidate candidate in Walked(length, settings, kept))
        {
            (double perStep, double perValue) = Of(candidate, length);
            cost += (perStep * walk) + (perValue * length * (kept is null ? fits : fits + 1));
        }

        return (long)cost;
    }

    private static IEnumerable<Candidate> Walked(int length, SelectionSettings settings, KeptChoice? kept)
    {
        List<Candidate> candidates = ModelCatalog.Candidates(length, settings);

        return kept is null ? candidates
            : ModelSelector.WithMedian(candidates, settings)
                .Where(candidate => kept.Trials.Any(trial => trial.Weight > 0 && trial.Model == candidate.Name));
    }

    // A step of the walk is an update, a forecast and its intervals; a value is read by the fit.
    private static (double PerStep, double PerValue) Of(Candidate candidate, int length)
    {
        bool isSeasonal = ModelCatalog.IsClassical(length, candidate.Seasons);
        double arima = (isSeasonal ? 40 : 8) * Math.Min(1, ArimaMemory / (double)length);

        return candidate.Name switch
        {
            ModelNames.SimpleSmoothing => (0.5, 0.045),
            ModelNames.Level => (0.8, 0.02),
            ModelNames.Linear => (1.6, 0.3),
            ModelNames.HoltWinters => (0.8, 0.6),
            ModelNames.Boosting => (4, 1.2),
            ModelNames.Theta => (0.6, 0.9),
            ModelNames.Ets => (0.6, isSeasonal ? 22 : 1.6),
            ModelNames.Arima => (1, arima),
            ModelNames.StlEts => (0.6, 5),
            ModelNames.CorrectedLevel => (0.6, 1.1),
            ModelNames.MultiSeasonal => (1, 2),
            ModelNames.Mstl => (0.8, 2),
            ModelNames.MstlLinear => (2, 0.8),
            ModelNames.MstlArima => (1, 2 + arima),
            ModelNames.Median => (3, (isSeasonal ? 30 : 4) + arima),
            _ => (0.4, 0),
        };
    }
}
