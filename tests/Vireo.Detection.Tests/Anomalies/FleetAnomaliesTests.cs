using Vireo.Detection.Anomalies;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Anomalies;

public class FleetAnomaliesTests
{
    private const int Days = 3;
    private const int StepsADay = 288;

    [Fact]
    public void A_machine_that_changes_is_told_once_with_the_figures_and_closed_when_it_is_over()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        int fault = Days * StepsADay;
        for (int look = 0; look < fault + 60; look++)
        {
            Look(scene, look >= fault && look < fault + 20 ? 900 : Usual(look));
        }

        Incident[] told = [.. scene.Changes.Where(incident => incident.Rule == RuleNames.Unusual)];
        Incident opened = told.First();
        Assert.Equal(Severity.Info, opened.Severity);
        Assert.Equal("VM 'v': unusual cpu.usage.", opened.Title);
        Assert.StartsWith("cpu.usage at 900, usual at this time of day", opened.Evidence, StringComparison.Ordinal);
        Assert.NotNull(told[^1].ResolvedAt);
        Assert.Single(told.Select(incident => incident.Id).Distinct());
    }

    [Fact]
    public void Nothing_is_told_of_a_machine_that_behaves()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        for (int look = 0; look < 2 * Days * StepsADay; look++)
        {
            Look(scene, Usual(look));
        }

        Assert.DoesNotContain(scene.Changes, incident => incident.Rule == RuleNames.Unusual);
    }

    [Fact]
    public void What_is_unusual_beyond_doubt_and_of_no_consequence_is_not_told()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        int start = Days * StepsADay;
        for (int look = 0; look < start + 20; look++)
        {
            Ready(scene, look < start ? 0.0001 : 0.004);
        }

        Assert.DoesNotContain(scene.Changes, incident => incident.Rule == RuleNames.Unusual);
    }

    [Fact]
    public void What_is_back_to_what_it_was_is_over_however_new_its_peak_was()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        int start = Days * StepsADay;
        for (int look = 0; look < start + 24; look++)
        {
            Ready(scene, look >= start && look < start + 6 ? 0.4 : 0.0001);
        }

        Incident[] told = [.. scene.Changes.Where(incident => incident.Rule == RuleNames.Unusual)];
        Assert.NotNull(told[^1].ResolvedAt);
        Assert.True(told[^1].ResolvedAt - told[0].OpenedAt <= TimeSpan.FromHours(1.5), $"{told[0].OpenedAt} to {told[^1].ResolvedAt}");
    }

    [Fact]
    public void A_healthy_zero_is_not_unusual_after_one_contention_at_that_hour()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        for (int look = 0; look < (Days + 4) * StepsADay; look++)
        {
            // An hour of waiting on the first day, and none on those that follow.
            Ready(scene, look is >= 96 and < 108 ? 0.041 : 0);
        }

        Assert.DoesNotContain(scene.Changes, incident => incident.Rule == RuleNames.Unusual);
    }

    [Theory]
    [InlineData("cpu.ready")]
    [InlineData("service.response")]
    public void Less_of_what_nobody_wants_is_never_unusual_and_more_of_it_is(string name)
    {
        Metric metric = Metric.Find(name)!;
        int fault = Days * StepsADay;

        Assert.Empty(Told(metric, look => look < fault ? 0.3 + (0.02 * Math.Sin(look)) : 0));
        Assert.NotEmpty(Told(metric, look => look < fault ? 0.3 + (0.02 * Math.Sin(look)) : 0.9));
    }

    [Fact]
    public void Nothing_is_unusual_before_two_days_have_shown_every_hour() =>
        Assert.Empty(Told(Metric.CpuUsage, look => look % StepsADay < 144 || look < StepsADay ? 300 : 900, days: 2));

    [Fact]
    public void Until_a_weekend_was_seen_a_quiet_day_is_not_unusual_and_then_it_is()
    {
        static double Office(int look, int quietDay) =>
            look % StepsADay is >= 96 and < 216 && look / StepsADay != quietDay ? 900 + (10 * Math.Sin(look)) : 100 + (10 * Math.Sin(look));

        Assert.Empty(Told(Metric.CpuUsage, look => Office(look, quietDay: 4), days: 5));
        Assert.NotEmpty(Told(Metric.CpuUsage, look => Office(look, quietDay: 9), days: 10));
    }

    [Fact]
    public void A_series_that_never_moved_does_not_vary_by_nothing()
    {
        int fault = Days * StepsADay;

        UnusualMetric told = Told(Metric.CpuUsage, look => look < fault ? 300 : 900)[0];

        Assert.Equal(300, told.Usual, 1.0);
        Assert.Equal(50, told.Spread);
        Assert.True(told.IsOfHour, "Three days have shown this hour.");
    }

    private static UnusualMetric[] Told(Metric metric, Func<int, double> value, int days = Days)
    {
        var anomalies = new FleetAnomalies();
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        SeriesKey key = Scene.OfMachine("v", metric);
        int looks = days * StepsADay;

        return
        [
            .. Enumerable.Range(0, days == Days ? looks + 12 : looks).SelectMany(look => anomalies.Observe(new FleetSeries(
                start + ((look + 1) * Scene.Step), Scene.Step, new Dictionary<SeriesKey, TimeSeries>
                {
                    [key] = new(key, start + (look * Scene.Step), Scene.Step, new[] { value(look) }, DataQuality.Perfect),
                }))),
        ];
    }

    private static void Ready(Scene scene, double ready) =>
        scene.Look(
            [], [Scene.Host("h")], [Scene.Machine("v", "h")],
            (Scene.OfMachine("v", Metric.CpuReady), [ready], DataQuality.Perfect));

    [Fact]
    public void A_series_that_is_gone_for_a_week_is_forgotten()
    {
        var anomalies = new FleetAnomalies();
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        anomalies.Observe(Window(start, [1, 2, 3]));
        Assert.Equal(1, anomalies.Count);

        anomalies.Observe(new FleetSeries(start.AddDays(8), Scene.Step, new Dictionary<SeriesKey, TimeSeries>()));

        Assert.Equal(0, anomalies.Count);
    }

    [Fact]
    public void The_bar_rises_until_the_budget_holds()
    {
        var budget = new AlertBudget(alertsInThousandDays: 10);
        for (int day = 0; day < 1_000; day++)
        {
            budget.Count(day % 10 == 0 ? 4 : 1.5);
            budget.Pass(1);
        }

        Assert.True(budget.Bar > 4, $"The bar is {budget.Bar:0.0} although a hundred alerts of severity 4 came.");
    }

    private static double Usual(int look) =>
        300 + (50 * Math.Sin(look * Math.Tau / StepsADay)) + (5 * Math.Sin(look * 12.9898));

    private static void Look(Scene scene, double cpu) =>
        scene.Look(
            [], [Scene.Host("h")], [Scene.Machine("v", "h")],
            (Scene.OfMachine("v", Metric.CpuUsage), [cpu], DataQuality.Perfect));

    private static FleetSeries Window(DateTimeOffset now, double[] values)
    {
        SeriesKey key = Scene.OfMachine("v", Metric.CpuUsage);

        return new FleetSeries(now, Scene.Step, new Dictionary<SeriesKey, TimeSeries>
        {
            [key] = new(key, now - (values.Length * Scene.Step), Scene.Step, values, DataQuality.Perfect),
        });
    }
}
