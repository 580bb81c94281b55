using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>The service of a group that answers later the more it has to do, as a forecaster learned it.</summary>
internal static class SyntheticService
{
    private const int Steps = 120;
    private const double Size = 4_000;
    private static readonly VmGroupId Group = new("learned");
    private static readonly Lazy<ServiceLevel> Learned = new(Learn);

    public static ServiceLevel Level => Learned.Value;

    private static ServiceLevel Learn()
    {
        var forecaster = new FleetForecaster(new ForecastOptions());
        var machine = new VirtualMachine(
            new("web-1"), "web-1", new("p"), new("c"), null, PowerState.On, 2, new(Size), new(4L << 30), Mobility.Free, Group, null);
        var start = DateTimeOffset.UnixEpoch;
        forecaster.Know(
            FleetSnapshot.Create(start, new("c"), [], [machine], [], []),
            new Policy { Groups = [new VmGroup { Id = Group, Template = new("t") }] });
        var step = forecaster.Options.Step;
        forecaster.Observe(new FleetSeries(start + (Steps * step), step, new[]
        {
            Series(machine, Metric.CpuDemand, Load), Series(machine, Metric.ResponseTime, Response),
            Series(machine, Metric.ErrorRate, i => Load(i) > 0.7 * Size ? 0.02 : 0),
        }.ToDictionary(series => series.Key)));

        return forecaster.Service(Group)!;

        TimeSeries Series(VirtualMachine of, Metric metric, Func<int, double> value) => new(
            new SeriesKey(EntityId.Of(of.Id), metric), start, step, Enumerable.Range(0, Steps).Select(value).ToArray(),
            DataQuality.Perfect);
    }

    private static double Load(int step) => Size * (0.2 + (0.006 * (step % 100)));

    private static double Response(int step) => 0.02 * (1 + (0.05 * Math.Sin(37 * step))) / (1 - (Load(step) / Size));
}
