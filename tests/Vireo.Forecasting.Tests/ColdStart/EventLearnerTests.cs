using CsCheck;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Naive;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting.Tests.ColdStart;

/// <summary>Events that are known beforehand, on series where they multiply a daily wave by two and a half.</summary>
public sealed class EventLearnerTests
{
    private const int Day = 48;
    private const int Length = 20 * Day;

    // Every fifth evening, and one that has yet to come.
    private static readonly EventCalendar Sales = new(
        Enumerable.Range(0, 5).Select(i => new CalendarEvent("sale", (((5 * i) + 3) * Day) + 36, 8)));

    [Fact]
    public void The_next_event_is_forecast_three_times_better_than_without_a_calendar()
    {
        double with = 0;
        double without = 0;
        CalendarEvent next = Sales.Events[^1];
        for (int seed = 0; seed < 20; seed++)
        {
            double[] series = Series(seed, next.FirstStep + next.Steps);
            double[] known = series[..(int)next.FirstStep];
            double[] actual = series[(int)next.FirstStep..];
            with += Error(known, Learned(known), actual);
            without += Error(known, new Dictionary<string, EventLift>(), actual);
        }

        Assert.InRange(with / without, 0, 0.33);
    }

    [Fact]
    public void What_siblings_saw_helps_a_machine_that_never_saw_an_event()
    {
        var learner = new EventLearner(Sales, Day);
        foreach (int seed in Enumerable.Range(0, 10))
        {
            learner.Add(Series(seed, Length), 0);
        }

        EventLift lift = learner.Lifts()["sale"];

        Assert.Equal(40, lift.Occurrences);
        Assert.All(lift.Phases, factor => Assert.InRange(factor, 2.2, 2.8));
    }

    [Fact]
    public void One_occurrence_is_believed_in_part()
    {
        double[] series = Series(seed: 1, Length)[..(5 * Day)];

        EventLift lift = Learned(series)["sale"];

        Assert.Equal(1, lift.Occurrences);
        Assert.All(lift.Phases, factor => Assert.InRange(factor, 1.5, 2.5));
    }

    [Fact]
    public void Without_a_season_the_hour_before_is_the_yardstick()
    {
        var learner = new EventLearner(Sales, season: 1);

        learner.Add(Waves.Constant(Length, 10).Select((value, i) => Sales.IsEvent(i) ? 3 * value : value).ToArray(), 0);

        Assert.All(learner.Lifts()["sale"].Phases, factor => Assert.InRange(factor, 2.5, 3));
    }

    [Fact]
    public void After_an_event_the_level_is_the_ordinary_one()
    {
        CalendarEvent first = Sales.Events[0];
        double[] known = Series(seed: 1, Length)[..(int)(first.FirstStep + first.Steps)];
        var lifts = new Dictionary<string, EventLift> { ["sale"] = new([2.5, 2.5, 2.5, 2.5, 2.5, 2.5], 1) };

        double[] path = Forecast(new NaiveModel(), known, lifts, 3);

        Assert.Equal(known[^1] / 2.5, path[0], 1e-9);
    }

    [Fact]
    public void Overlapping_events_multiply_and_one_that_was_never_seen_changes_nothing()
    {
        var calendar = new EventCalendar([new("a", 10, 10), new("b", 15, 3), new("unknown", 0, 100)]);
        var lifts = new Dictionary<string, EventLift> { ["a"] = Lift(2), ["b"] = Lift(3) };

        Assert.Equal(
            [1, 2, 2, 2, 2, 2, 6, 6, 6, 2, 2, 1],
            Enumerable.Range(9, 12).Select(step => calendar.Factor(lifts, step)));
    }

    [Fact]
    public void What_a_load_scatters_by_anyhow_is_not_doubt_about_the_event()
    {
        var calm = new EventLearner(Sales, Day);
        var erratic = new EventLearner(Sales, Day);
        calm.Add(Series(seed: 3, Length), 0);
        erratic.Add(Series(seed: 3, Length, noise: 20), 0);
        EventLift[] lifts = [calm.Lifts()["sale"], erratic.Lifts()["sale"]];

        Assert.InRange(lifts[1].Noise / lifts[0].Noise, 5, 15);
        Assert.All(lifts, lift => Assert.InRange(lift.Spread, 0, lift.Noise));
    }

    [Fact]
    public void Events_that_differ_are_doubted_beyond_the_scatter()
    {
        var learner = new EventLearner(Sales, Day);
        double[] series = Series(seed: 3, Length);
        foreach (CalendarEvent one in Sales.Events.Where((one, i) => i % 2 == 0 && one.FirstStep < Length))
        {
            series.AsSpan((int)one.FirstStep, one.Steps).Fill(300);
        }

        learner.Add(series, 0);

        Assert.InRange(learner.Lifts()["sale"].Spread, 0.2, 2);
    }

    [Fact]
    public void Any_calendar_and_values_give_finite_lifts() =>
        Gen.Select(
            Gen.Select(Gen.Int[-20, 80], Gen.Int[1, 30]).Array[0, 8],
            Gen.Select(Gen.Double[-5, 50], Gen.OneOf(1.0, 1.0, 0.0, double.NaN, 1e200), (value, size) => value * size)
                .Array[0, 90])
            .Sample((events, values) =>
            {
                var calendar = new EventCalendar(events.Select(one => new CalendarEvent("e", one.Item1, one.Item2)));
                var learner = new EventLearner(calendar, 12);
                learner.Add(values, 0);

                return learner.Lifts().Values.All(
                    lift => lift.Phases.All(factor => double.IsFinite(factor) && factor > 0));
            });

    [Fact]
    public void An_event_that_lasts_nothing_is_refused() =>
        Assert.Throws<ArgumentException>(() => new EventCalendar([new("sale", 3, 0)]));

    private static EventLift Lift(double factor) => new([factor, factor, factor, factor, factor, factor], 1);

    private static IReadOnlyDictionary<string, EventLift> Learned(double[] history)
    {
        var learner = new EventLearner(Sales, Day);
        learner.Add(history, 0);

        return learner.Lifts();
    }

    private static double Error(double[] known, IReadOnlyDictionary<string, EventLift> lifts, double[] actual) =>
        actual.Zip(Forecast(new SeasonalNaiveModel(Day), known, lifts, actual.Length), (a, f) => Math.Abs(a - f)).Sum();

    // As the loop does: the model learns and forecasts what demand would be without events.
    private static double[] Forecast(
        IPathModel model, double[] known, IReadOnlyDictionary<string, EventLift> lifts, int steps)
    {
        var effects = new EventEffects(Sales, lifts);
        double[] ordinary = [.. known];
        effects.Remove(ordinary, 0);
        model.Fit(ordinary);

        return [.. model.Forecast(steps).Select((value, step) => value * effects.At(known.Length + step))];
    }

    private static double[] Series(int seed, long length, double noise = 2) =>
        [.. Waves.Daily((int)length, Day, noise, seed).Select((value, i) => value * (Sales.IsEvent(i) ? 2.5 : 1))];
}
