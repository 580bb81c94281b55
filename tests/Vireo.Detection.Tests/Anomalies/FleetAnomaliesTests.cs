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
            double ready = look < start ? 0.0001 : 0.004;
            scene.Look(
                [], [Scene.Host("h")], [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuReady), [ready], DataQuality.Perfect));
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
            double ready = look >= start && look < start + 6 ? 0.4 : 0.0001;
            scene.Look(
                [], [Scene.Host("h")], [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuReady), [ready], DataQuality.Perfect));
        }

        Incident[] told = [.. scene.Changes.Where(incident => incident.Rule == RuleNames.Unusual)];
        Assert.NotNull(told[^1].ResolvedAt);
        Assert.True(told[^1].ResolvedAt - told[0].OpenedAt <= TimeSpan.FromHours(1.5), $"{told[0].OpenedAt} to {told[^1].ResolvedAt}");
    }

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
