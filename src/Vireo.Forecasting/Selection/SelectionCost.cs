namespace Vireo.Forecasting.Selection;

/// <summary>What a quick choice of a model costs, in units of about a microsecond of one core.</summary>
/// <remarks>Counted from the candidates that a history gets, with constants measured once, so that the order of work
/// does not depend on the machine.</remarks>
internal static class SelectionCost
{
    private const double PerChoice = 100;

    /// <summary>Replaying the mean of the best.</summary>
    private const double PerReplayedStep = 1;

    /// <summary>Fitting what was chosen to everything.</summary>
    private const double PerRefittedValue = 0.4;

    /// <summary>Units of one choice.</summary>
    /// <param name="length">Values of the history.</param>
    /// <param name="settings">As the choice will be made.</param>
    /// <param name="kept">An earlier choice of which only the members are fitted; null for a choice among all.</param>
    public static long Of(int length, SelectionSettings settings, KeptChoice? kept = null)
    {
        int walk = ModelSelector.WalkLength(length, settings.Knots.Horizon);
        double cost = PerChoice + (PerReplayedStep * walk) + (PerRefittedValue * length);
        foreach (Candidate candidate in ModelCatalog.Candidates(length, settings))
        {
            if (kept is not null && !kept.Trials.Any(trial => trial.Weight > 0 && trial.Model == candidate.Name))
            {
                continue;
            }

            (double perStep, double perValue) = Of(candidate.Name);
            cost += (perStep * walk) + (perValue * length);
        }

        return (long)cost;
    }

    // A step of the walk is an update, a forecast and its intervals; a value is read by the fit.
    private static (double PerStep, double PerValue) Of(string model) => model switch
    {
        ModelNames.SimpleSmoothing => (1.1, 0.03),
        ModelNames.Level => (1.7, 0),
        ModelNames.Linear => (1.5, 0.25),
        ModelNames.HoltWinters => (1, 0.45),
        ModelNames.Boosting => (4, 1.2),
        _ => (1, 0),
    };
}
