using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests.Warm;

public sealed class NewcomerTests
{
    private const int Day = 288;
    private const int Known = 4 * Day;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_machine_that_was_never_measured_is_expected_to_do_what_its_siblings_do_and_nothing_acts_on_it()
    {
        FleetForecaster forecaster = Taught(out FleetSnapshot fleet);

        Outlook outlook = forecaster.Look(fleet, Rest(Known), [], Hour);

        VmOutlook newcomer = Assert.Single(outlook.VirtualMachines, one => one.VirtualMachine.Value == "web-99");
        double median = newcomer.Cpu.Quantiles[2 * outlook.Steps];
        Assert.InRange(median, 0.5 * Web(seed: 0, Known), 2 * Web(seed: 0, Known));
        Assert.Equal(ModelNames.ColdStart, newcomer.Cpu.Model);
        Assert.False(newcomer.Quality.IsActionable);
        Assert.Contains("Nothing was measured yet. Expected from 10 machines like it (named web", newcomer.Quality.Problem, StringComparison.Ordinal);
        Assert.Contains(forecaster.Report(), report =>
            report.Key == Key("web-99", Metric.CpuUsage) && report.Model == ModelNames.ColdStart && report.Points == 0);
    }

    [Fact]
    public void Its_interval_is_wide_and_narrows_with_its_own_values()
    {
        FleetForecaster forecaster = Taught(out FleetSnapshot fleet);
        forecaster.Look(fleet, Rest(Known), [], Hour);
        double before = Width(forecaster, "web-99");

        for (int step = Known; step < Known + 12; step++)
        {
            forecaster.Teach(Window(step, (Key("web-99", Metric.CpuUsage), [Web(99, step)])));
        }

        double sibling = Width(forecaster, "web-03");
        Assert.InRange(Width(forecaster, "web-99"), sibling, 0.8 * before);
    }

    [Fact]
    public void Until_its_own_choice_it_says_on_what_it_rests_and_then_it_stands_on_its_own()
    {
        FleetForecaster forecaster = Taught(out _);
        forecaster.Teach(Window(Known, (Key("web-99", Metric.CpuUsage), [Web(99, Known)])));
        ModelReport newborn = Of(forecaster, "web-99");
        for (int step = Known + 1; step < Known + 40; step++)
        {
            forecaster.Teach(Window(step, (Key("web-99", Metric.CpuUsage), [Web(99, step)])));
        }

        ModelReport grown = Of(forecaster, "web-99");

        Assert.Equal(ModelNames.ColdStart, newborn.Model);
        Assert.StartsWith("Expected from 10 machines like it", newborn.Basis, StringComparison.Ordinal);
        Assert.NotEmpty(grown.Trials);
        Assert.Empty(grown.Basis);
    }

    [Fact]
    public void Its_first_hours_are_forecast_better_than_without_siblings()
    {
        // Four hours before the siblings' rise: who knows them sees it coming.
        double alone = ErrorOfFirstHours(knowsFleet: false);
        double withSiblings = ErrorOfFirstHours(knowsFleet: true);

        Assert.True(withSiblings < 0.8 * alone, $"with siblings {withSiblings:F0} MHz, alone {alone:F0} MHz");
    }

    [Fact]
    public void A_machine_that_became_silent_is_no_newcomer()
    {
        FleetForecaster forecaster = Taught(out FleetSnapshot fleet);

        Outlook outlook = forecaster.Look(fleet, Window(Known, (Key("web-01", Metric.CpuUsage), [1])), [], Hour);

        Assert.DoesNotContain(outlook.VirtualMachines, one => one.VirtualMachine.Value == "web-03");
    }

    [Fact]
    public void In_a_young_fleet_nobody_can_be_asked()
    {
        var forecaster = new FleetForecaster(new());
        FleetSnapshot fleet = FleetOf(Machine("web-00"), Machine("web-99"));
        forecaster.Know(fleet, new Policy());
        forecaster.Teach(Window(0, (Key("web-00", Metric.CpuUsage), Load(0)[..100])));

        Outlook outlook = forecaster.Look(fleet, Window(0, (Key("web-00", Metric.CpuUsage), Load(0)[..100])), [], Hour);

        Assert.Equal("web-00", Assert.Single(outlook.VirtualMachines).VirtualMachine.Value);
    }

    private static double ErrorOfFirstHours(bool knowsFleet)
    {
        FleetForecaster forecaster = Taught(out _, knowsFleet);
        double error = 0;
        for (int step = Known; step < Known + 24; step++)
        {
            forecaster.Teach(Window(step, (Key("web-99", Metric.CpuUsage), [Web(99, step)])));
            DemandForecast forecast = forecaster.Forecast(Key("web-99", Metric.CpuUsage), 12)!;
            for (int ahead = 0; ahead < 12; ahead++)
            {
                error += Math.Abs(forecast.Quantiles[(2 * 12) + ahead] - Web(99, step + 1 + ahead)) / (24 * 12);
            }
        }

        return error;
    }

    // Ten web machines and ten batch machines of four days; web-99 is there and was never measured.
    private static FleetForecaster Taught(out FleetSnapshot fleet, bool knowsFleet = true)
    {
        string[] web = [.. Enumerable.Range(0, 10).Select(i => $"web-{i:00}")];
        string[] batch = [.. Enumerable.Range(0, 10).Select(i => $"batch-{i:00}")];
        fleet = FleetOf([.. web.Append("web-99").Concat(batch).Select(name => Machine(name))]);
        var forecaster = new FleetForecaster(new());
        if (knowsFleet)
        {
            forecaster.Know(fleet, new Policy());
        }

        forecaster.Teach(Window(
            0,
            [
                .. web.Select((name, i) => (Key(name, Metric.CpuUsage), Load(i))),
                .. batch.Select((name, i) => (Key(name, Metric.CpuUsage), Waves.Constant(Known, 300 + (10 * i)))),
            ]));

        return forecaster;
    }

    private static FleetSeries Rest(int first) => Window(first, (Key("web-00", Metric.CpuUsage), [Web(0, first)]));

    private static double[] Load(int machine) => [.. Enumerable.Range(0, Known).Select(step => Web(machine, step))];

    // Every day alike; the levels differ by some per cent, values by some more.
    private static double Web(int seed, int step)
    {
        double noise = new Random(unchecked((seed * 7919) + step)).NextDouble() - 0.5;

        return (1_500 + (40 * (seed % 10)) + (1_200 * Math.Sin(Math.Tau * step / Day))) * (1 + (0.1 * noise));
    }

    private static double Width(FleetForecaster forecaster, string machine)
    {
        DemandForecast forecast = forecaster.Forecast(Key(machine, Metric.CpuUsage), 1)!;

        return forecast.Quantiles[3] - forecast.Quantiles[1];
    }

    private static ModelReport Of(FleetForecaster forecaster, string machine) =>
        Assert.Single(forecaster.Report(), report => report.Key == Key(machine, Metric.CpuUsage));
}
