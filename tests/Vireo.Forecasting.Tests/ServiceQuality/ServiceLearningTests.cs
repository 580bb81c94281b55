using Vireo.Fleet;
using Vireo.Forecasting.ServiceQuality;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests.ServiceQuality;

/// <summary>What a forecaster learns of the service of groups, value by value.</summary>
public sealed class ServiceLearningTests
{
    private const int Cores = 4;
    private const double Seconds = 0.05;
    private static readonly string[] Names = ["a", "b"];
    private static readonly VmGroupId Web = new("web");
    private static readonly FleetSnapshot Fleet =
        FleetOf([.. Names.Select(id => Machine(id) with { Group = Web })]);

    [Fact]
    public void Thirty_per_cent_more_load_and_one_processor_less_are_foretold_with_intervals()
    {
        var level = Taught(steps: 400).Service(Web)!;
        var model = level.ModelOf(QualityMeasure.ResponseTime)!;
        ServiceConditions busier = new ServiceConditions(0.6 * Capacity, 0, Cores, 16).UnderLoad(1.3);
        ServiceConditions smaller = new(0.55 * Capacity, 0, Cores - 1, 16);

        QualityAnswer more = model.Ask(busier, ServiceLevel.Coverage);
        QualityAnswer less = model.Ask(smaller, ServiceLevel.Coverage);

        Assert.InRange(Truth(busier), more.Lower, more.Upper);
        Assert.InRange(Truth(smaller), less.Lower, less.Upper);
        Assert.InRange(more.Expected / Truth(busier), 0.85, 1.15);
        Assert.True(more.Upper > more.Lower);
    }

    [Fact]
    public void Intervals_hold_nine_in_ten_of_what_comes_later()
    {
        var model = Taught(steps: 600).Service(Web)!.ModelOf(QualityMeasure.ResponseTime)!;

        double held = Enumerable.Range(600, 300).Average(step =>
        {
            var answer = model.Ask(new(LoadAt(step), 0, Cores, 16), ServiceLevel.Coverage);

            return MeasuredAt(step, 0) >= answer.Lower && MeasuredAt(step, 0) <= answer.Upper ? 1.0 : 0;
        });

        Assert.InRange(held, 0.84, 0.96);
    }

    [Fact]
    public void After_a_restart_the_stored_history_gives_the_same_answers()
    {
        var stepwise = new FleetForecaster(new ForecastOptions());
        stepwise.Know(Fleet, Policy());
        for (int step = 0; step < 72; step++)
        {
            stepwise.Teach(Window(step, 1));
        }

        var restarted = Taught(steps: 72);

        Assert.Equal(stepwise.Service(Web)!.Carries(TimeSpan.FromMilliseconds(80)), restarted.Service(Web)!.Carries(TimeSpan.FromMilliseconds(80)));
    }

    [Fact]
    public void A_window_that_is_shown_twice_teaches_once()
    {
        var forecaster = Taught(steps: 200);
        int known = forecaster.Service(Web)!.Observations;

        forecaster.Teach(Window(0, 200));

        Assert.Equal(known, forecaster.Service(Web)!.Observations);
    }

    [Fact]
    public void Memory_is_bounded_and_the_oldest_is_remembered_coarsely()
    {
        var learner = new ServiceLearner();
        for (int step = 0; step < 20_000; step++)
        {
            learner.Learn(step, new(new(step, 0, 4, 16), 0.05, 0, 0));
        }

        learner.Fit();

        Assert.InRange(learner.Level!.Observations, 400, 768);
        Assert.InRange(learner.Level.Now.Load, 19_900, 20_000);
    }

    [Fact]
    public void Too_little_or_nothing_of_a_service_is_known_as_nothing()
    {
        Assert.Null(Taught(steps: 40).Service(Web));
        Assert.Null(Taught(steps: 100, Metric.CpuDemand).Service(Web));
        Assert.Null(Taught(steps: 100).Service(new VmGroupId("other")));
    }

    [Fact]
    public void A_group_that_is_no_longer_configured_is_forgotten()
    {
        var forecaster = Taught(steps: 100);
        Assert.NotNull(forecaster.Service(Web));

        forecaster.Know(Fleet, new Policy());

        Assert.Null(forecaster.Service(Web));
    }

    private static FleetForecaster Taught(int steps, params Metric[] without)
    {
        var forecaster = new FleetForecaster(new ForecastOptions());
        forecaster.Know(Fleet, Policy());
        forecaster.Teach(Window(0, steps, without));

        return forecaster;
    }

    private static Policy Policy() => new() { Groups = [new VmGroup { Id = Web, Template = new("t") }] };

    private static FleetSeries Window(int first, int steps, params Metric[] without)
    {
        int[] numbers = [.. Enumerable.Range(first, steps)];
        var series = Names.SelectMany((id, machine) => new (SeriesKey Key, double[] Values)[]
        {
            (Key(id, Metric.CpuDemand), [.. numbers.Select(LoadAt)]),
            (Key(id, Metric.CpuReady), new double[steps]),
            (Key(id, Metric.ResponseTime), [.. numbers.Select(step => MeasuredAt(step, machine))]),
        });

        return FleetFixture.Window(first, [.. series.Where(one => !without.Contains(one.Key.Metric))]);
    }

    private static double LoadAt(int step) => Capacity * (0.45 - (0.35 * Math.Cos(2 * Math.PI * step / 288.0)));

    private static double Truth(ServiceConditions conditions) => Seconds * (1 + ErlangWaiting.At(
        conditions.Load / (Capacity / Cores * conditions.VirtualCpus), conditions.VirtualCpus));

    private static double MeasuredAt(int step, int machine) =>
        Truth(new(LoadAt(step), 0, Cores, 16)) * Math.Exp(0.08 * Normal(new Random((step * 7) + machine)));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
