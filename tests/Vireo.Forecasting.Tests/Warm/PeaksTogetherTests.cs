using System.Collections.Immutable;
using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests.Warm;

/// <summary>Which machines peak together is learned from the errors of their forecasts.</summary>
public class PeaksTogetherTests
{
    private const int Length = 400;

    [Fact]
    public void Machines_that_vary_by_themselves_have_nothing_in_common() =>
        Assert.True(Learn(30, everyone: 0, beyond: 0, Length).IsDefault);

    [Fact]
    public void What_all_have_in_common_is_found_within_a_few_hundredths()
    {
        var found = Assert.Single(Learn(30, everyone: 0.3, beyond: 0, Length));

        Assert.Equal(PeakCorrelation.Everyone, found.Name);
        Assert.InRange(found.Ratio, 0.2, 0.4);
        Assert.Empty(found.VirtualMachines);
    }

    [Fact]
    public void Replicas_of_a_group_are_told_from_machines_with_nothing_in_common()
    {
        var found = Learn(30, everyone: 0, beyond: 0.6, Length);

        Assert.Equal(["group web"], found.Where(one => !one.VirtualMachines.IsEmpty).Select(one => one.Name));
        Assert.InRange(found[^1].Ratio, 0.45, 0.75);
        Assert.Equal(10, found[^1].VirtualMachines.Length);
        Assert.All(found.Where(one => one.VirtualMachines.IsEmpty), one => Assert.InRange(one.Ratio, 0, 0.12));
    }

    [Fact]
    public void Four_hours_are_too_little_to_say() => Assert.True(Learn(30, everyone: 0.3, beyond: 0, length: 48).IsDefault);

    [Fact]
    public void A_long_window_and_step_by_step_teach_nearly_the_same()
    {
        double atOnce = Assert.Single(Learn(20, everyone: 0.3, beyond: 0, Length)).Ratio;
        double byStep = Assert.Single(Learn(20, everyone: 0.3, beyond: 0, Length, chunk: 1)).Ratio;

        Assert.InRange(byStep - atOnce, -0.1, 0.1);
    }

    [Fact]
    public void A_machine_with_gaps_and_one_that_stands_still_change_little()
    {
        double all = Assert.Single(Learn(30, everyone: 0.3, beyond: 0, Length)).Ratio;
        double odd = Assert.Single(Learn(30, everyone: 0.3, beyond: 0, Length, change: (machine, step, value) => machine switch
        {
            0 => 500,
            1 when step % 3 == 0 => double.NaN,
            _ => value,
        })).Ratio;

        Assert.InRange(odd - all, -0.06, 0.06);
    }

    // The first ten machines are replicas of one group.
    private static ImmutableArray<PeakCorrelation> Learn(
        int machines, double everyone, double beyond, int length, int chunk = Length,
        Func<int, int, double, double>? change = null)
    {
        var random = new Random(5);
        var nouns = Enumerable.Range(0, machines)
            .Select(i => Machine($"m-{i:00}") with { Group = i < 10 ? new VmGroupId("web") : null }).ToArray();
        double[][] values = [.. nouns.Select(_ => new double[length])];
        for (int step = 0; step < length; step++)
        {
            double all = Normal(random);
            double web = Normal(random);
            for (int i = 0; i < machines; i++)
            {
                double own = i < 10 ? beyond : 0;
                double z = (Math.Sqrt(everyone) * all) + (Math.Sqrt(own) * web) + (Math.Sqrt(1 - everyone - own) * Normal(random));
                double value = 1_000 + (i * 50) + (z * (40 + (5 * i)));
                values[i][step] = change is null ? value : change(i, step, value);
            }
        }

        var fleet = FleetOf(nouns);
        var forecaster = new FleetForecaster(new ForecastOptions());
        forecaster.Know(fleet, new Policy());
        ImmutableArray<PeakCorrelation> found = default;
        for (int first = 0; first < length; first += chunk)
        {
            int end = Math.Min(length, first + chunk);
            var window = Window(first, [.. nouns.Select((machine, i) => (Key(machine.Id.Value, Metric.CpuUsage), values[i][first..end]))]);
            forecaster.Teach(window);
            found = forecaster.Look(fleet, window, [], TimeSpan.FromHours(1)).Correlations;
        }

        return found;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
