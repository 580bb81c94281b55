using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests.Warm;

public sealed class KnownEventTests
{
    private const int Day = 288;
    private const int Every = 3 * Day;
    private const int Length = 24;
    private const int FirstSale = 2 * Day;
    private const int ThirdSale = FirstSale + (2 * Every);
    private const double Lift = 3;

    [Fact]
    public void A_known_event_is_forecast_before_it_begins()
    {
        double unknown = ErrorBeforeThirdSale(new Policy());
        double known = ErrorBeforeThirdSale(new Policy { Events = Sales });

        Assert.True(known < 0.35 * unknown, $"known {known:F0} MHz, unknown {unknown:F0} MHz");
    }

    [Fact]
    public void An_event_that_changes_nothing_changes_no_forecast_much()
    {
        double without = ErrorBeforeThirdSale(new Policy(), lift: 1);
        double with = ErrorBeforeThirdSale(new Policy { Events = Sales }, lift: 1);

        Assert.True(with < 1.15 * without, $"with {with:F1} MHz, without {without:F1} MHz");
    }

    [Fact]
    public void Its_effect_is_reported_for_the_machines_it_concerns_and_for_no_others()
    {
        FleetForecaster forecaster = Taught(new Policy { Events = Sales }, ThirdSale, Lift);

        EventEffect effect = Assert.Single(Of(forecaster, "shop-0").Events);

        Assert.Equal("sale", effect.Event);
        Assert.InRange(effect.Factor, 2.2, 3.3);
        Assert.Equal(2, effect.Occurrences);
        Assert.Empty(Of(forecaster, "other").Events);
    }

    [Fact]
    public void A_newcomer_expects_of_an_event_what_the_others_saw()
    {
        FleetForecaster forecaster = Taught(new Policy { Events = Sales }, ThirdSale, Lift);
        forecaster.Teach(Window(ThirdSale, (Key("shop-9", Metric.CpuUsage), [1_000])));

        EventEffect effect = Assert.Single(Of(forecaster, "shop-9").Events);

        Assert.InRange(effect.Factor, 2.2, 3.3);
    }

    [Fact]
    public void After_a_restart_the_effect_is_learned_again_from_what_was_stored()
    {
        FleetForecaster first = Taught(new Policy { Events = Sales }, ThirdSale, Lift);
        var second = new FleetForecaster(new());
        second.Teach(Window(0, [.. Machines.Select(name => (Key(name, Metric.CpuUsage), Load(name, ThirdSale, Lift)))]));
        second.Know(Fleet, new Policy { Events = Sales });
        second.Teach(Window(ThirdSale, (Key("other", Metric.CpuUsage), [1_000])));

        Assert.Equal(Of(first, "shop-1").Events[0].Factor, Of(second, "shop-1").Events[0].Factor, 0.1);
    }

    [Fact]
    public void What_lies_further_back_than_the_stored_history_is_recalled()
    {
        FleetForecaster first = Taught(new Policy { Events = Sales }, ThirdSale, Lift);
        var second = new FleetForecaster(new());
        second.Recall(first.EventMemory);
        second.Know(Fleet, new Policy { Events = Sales });
        int between = FirstSale + Every + (2 * Day);
        second.Teach(Window(between, (Key("shop-1", Metric.CpuUsage), Load("shop-1", ThirdSale, Lift)[between..])));

        EventEffect effect = Assert.Single(Of(second, "shop-1").Events);

        Assert.InRange(effect.Factor, 2.2, 3.3);
    }

    [Fact]
    public void An_event_that_is_taken_out_of_the_policy_is_forgotten()
    {
        FleetForecaster forecaster = Taught(new Policy { Events = Sales }, ThirdSale, Lift);
        forecaster.Know(Fleet, new Policy());
        forecaster.Teach(Window(ThirdSale, (Key("shop-0", Metric.CpuUsage), [1_000])));

        Assert.Empty(Of(forecaster, "shop-0").Events);
    }

    private static readonly string[] Machines = ["shop-0", "shop-1", "shop-2", "other"];

    private static readonly FleetSnapshot Fleet = FleetOf(
    [
        .. Machines.Append("shop-9").Select(name => Machine(name) with
        {
            Tags = name == "other" ? default : new TagSet("shop", "front"),
        }),
    ]);

    // Three days apart, two hours each: no season that a model knows.
    private static readonly System.Collections.Immutable.ImmutableArray<KnownEvent> Sales =
    [
        .. Enumerable.Range(0, 3).Select(number => new KnownEvent(
            "sale", Start + ((FirstSale + (number * Every)) * Step), Length * Step)
        {
            Tags = ["shop"],
        }),
    ];

    private static double ErrorBeforeThirdSale(Policy policy, double lift = Lift)
    {
        FleetForecaster forecaster = Taught(policy, ThirdSale - 2, lift);
        double error = 0;
        foreach (string name in Machines[..3])
        {
            DemandForecast forecast = forecaster.Forecast(Key(name, Metric.CpuUsage), 12)!;
            double[] actual = Load(name, ThirdSale + 10, lift);
            for (int ahead = 0; ahead < 12; ahead++)
            {
                error += Math.Abs(forecast.Quantiles[(2 * 12) + ahead] - actual[ThirdSale - 2 + ahead]) / 36;
            }
        }

        return error;
    }

    // A first part at once, as after a start, then step by step through the second sale.
    private static FleetForecaster Taught(Policy policy, int until, double lift)
    {
        const int Primed = 5 * Day;
        var forecaster = new FleetForecaster(new());
        forecaster.Know(Fleet, policy);
        forecaster.Teach(Window(0, [.. Machines.Select(name => (Key(name, Metric.CpuUsage), Load(name, Primed, lift)))]));
        double[][] loads = [.. Machines.Select(name => Load(name, until, lift))];
        for (int step = Primed; step < until; step++)
        {
            forecaster.Teach(Window(
                step, [.. Machines.Select((name, i) => (Key(name, Metric.CpuUsage), loads[i][step..(step + 1)]))]));
        }

        return forecaster;
    }

    private static double[] Load(string machine, int length, double lift)
    {
        double[] load =
            [.. Waves.Daily(length, Day, noise: 2, seed: machine[^1]).Select(value => 20 * value)];
        for (int sale = FirstSale; machine != "other" && sale < length; sale += Every)
        {
            for (int step = sale; step < Math.Min(length, sale + Length); step++)
            {
                load[step] *= lift;
            }
        }

        return load;
    }

    private static ModelReport Of(FleetForecaster forecaster, string machine) =>
        Assert.Single(forecaster.Report(), report => report.Key == Key(machine, Metric.CpuUsage));
}
