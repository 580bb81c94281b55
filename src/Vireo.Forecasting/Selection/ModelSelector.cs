using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Naive;

namespace Vireo.Forecasting.Selection;

/// <summary>Chooses the model of one series by rolling-origin error; naive stays unless it is beaten.</summary>
/// <remarks>Each candidate is fitted to the older part and walked through the newest third (at most a day of five-minute
/// samples), forecasting the whole horizon at every step. The winner is refitted to everything and keeps the errors of
/// that walk as its first intervals. Cost: one fit and at most 288 forecasts a candidate.</remarks>
internal static class ModelSelector
{
    private const int LongestWalk = 288;

    /// <summary>What a challenger has to save against naive, and against a simpler challenger, to be worth it.</summary>
    private const double NeededGain = 0.01;

    public static CalibratedModel Select(ReadOnlySpan<double> history, ReadOnlySpan<int> seasons, HorizonKnots knots)
    {
        CalibratedModel best = Walk(new NaiveModel(), history, knots);
        foreach (IForecastModel candidate in ModelCatalog.Candidates(history.Length, seasons))
        {
            CalibratedModel challenger = Walk(candidate, history, knots);
            if (challenger.Intervals.Error < (1 - NeededGain) * best.Intervals.Error)
            {
                best = challenger;
            }
        }

        best.Refit(history);

        return best;
    }

    /// <summary>Fits to the older part and walks through the rest.</summary>
    public static CalibratedModel Walk(IForecastModel model, ReadOnlySpan<double> history, HorizonKnots knots)
    {
        int walk = Math.Min(Math.Max(history.Length / 3, Math.Min(history.Length / 2, 2 * knots.Horizon)), LongestWalk);
        int origin = history.Length - walk;
        var calibrated = new CalibratedModel(model, knots);
        model.Fit(history[..origin]);
        calibrated.Intervals.Prime(history[..origin]);
        calibrated.Start();
        foreach (double value in history[origin..])
        {
            calibrated.Step(value);
        }

        return calibrated;
    }
}
