using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <summary>The options in steps, shared by all trackers.</summary>
internal sealed class WarmSettings
{
    public WarmSettings(ForecastOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Step, TimeSpan.Zero, nameof(options));
        HistorySteps = Math.Max(1, (int)(options.History / options.Step));
        ReselectSteps = Math.Max(1, (int)(options.ReselectEvery / options.Step));
        RefineSteps = Math.Max(ReselectSteps, (int)(options.RefineEvery / options.Step));
        ForgetSteps = Math.Max(1, (long)(options.ForgetAfter / options.Step));
        Step = options.Step;
        DaySteps = Math.Max(1, (int)(TimeSpan.FromDays(1) / options.Step));
        Seasons = DaySteps > 1 ? [DaySteps, 7 * DaySteps] : [];
        Knots = new HorizonKnots(options.CalibratedSteps);
        Trees = options.SharedTrees with { Horizon = options.CalibratedSteps };
    }

    public TimeSpan Step { get; }

    /// <summary>Steps in a day, at least one.</summary>
    public int DaySteps { get; }

    public int HistorySteps { get; }

    public int ReselectSteps { get; }

    /// <summary>Steps after which a thorough choice is made anew; after twice as many it has had its time.</summary>
    public int RefineSteps { get; }

    public long ForgetSteps { get; }

    /// <summary>A day and a week.</summary>
    public int[] Seasons { get; }

    public HorizonKnots Knots { get; }

    /// <summary>How the trees that all series share are trained.</summary>
    public BoostingOptions Trees { get; }

    /// <summary>Number of the step that holds an instant, counted since the Unix epoch.</summary>
    public long StepOf(DateTimeOffset instant) => (long)Math.Floor((instant - DateTimeOffset.UnixEpoch) / Step);

    /// <summary>Beginning of a step.</summary>
    public DateTimeOffset InstantOf(long step) => DateTimeOffset.UnixEpoch + (step * Step);

    /// <summary>What a choice needs besides the history. Shared models have seen nothing of a walk, see
    /// <see cref="FleetTraining"/>, and so are judged as they are used.</summary>
    /// <param name="known">What the fleet knows.</param>
    /// <param name="effort">How much work it may be.</param>
    public SelectionSettings ForSelection(FleetPriors known, Effort effort) =>
        new(Seasons, Knots, effort, known.Shared, known.Shared, known.For(effort));
}
