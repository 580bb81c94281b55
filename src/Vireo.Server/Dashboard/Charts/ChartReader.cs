using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;
using Vireo.Server.Hosting;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>Fetches a series with its forecast and shapes both for the drawing module.</summary>
public sealed class ChartReader(IFleetView fleets)
{
    // Room above the capacity line, so that its label and an overload can be seen.
    private const double Headroom = 1.08;

    /// <summary>Reads one chart.</summary>
    /// <param name="cluster">Whose series.</param>
    /// <param name="key">Which series.</param>
    /// <param name="now">The loop's clock.</param>
    /// <param name="back">How much history to show.</param>
    /// <param name="ahead">How much forecast to show; zero for none.</param>
    public ChartData Read(ClusterId cluster, SeriesKey key, DateTimeOffset now, TimeSpan back, TimeSpan ahead)
    {
        var options = fleets.ForecastOptions(cluster);
        var step = options.Step;
        var taught = fleets.Read(cluster, key, now - back - UsualShape.Teaching, now, step);
        var history = Newest(taught, now - back);
        var forecast = ahead > TimeSpan.Zero ? fleets.Forecast(cluster, key, (int)(ahead / step)) : null;
        var chart = UsualShape.Add(Shape(history, now, back, step, ChartScale.Of(key.Metric, history)), taught);

        return forecast is null ? chart : ForecastShape.Add(chart, forecast, options.Levels);
    }

    /// <summary>Reads the CPU chart of a host, with the summed outlook of its machines as the forecast.</summary>
    public ChartData ReadHostCpu(FleetPicture picture, Host host, TimeSpan back)
    {
        var key = new SeriesKey(EntityId.Of(host.Id), Metric.CpuUsage);
        var chart = Read(picture.Cluster, key, picture.Now, back, TimeSpan.Zero);
        var guests = picture.On(host.Id).Select(machine => machine.Id).ToHashSet();

        return Forecast(chart, picture.State.Outlook, guests) with
        {
            Limit = host.CpuCapacity.Value,
            LimitLabel = "capacity",
            Ceiling = host.CpuCapacity.Value * Headroom,
        };
    }

    /// <summary>Reads the CPU chart of all hosts together, against the capacity that is switched on.</summary>
    public ChartData ReadFleetCpu(FleetPicture picture, TimeSpan back)
    {
        var step = fleets.ForecastOptions(picture.Cluster).Step;
        var series = picture.Hosts
            .Select(host => new SeriesKey(EntityId.Of(host.Id), Metric.CpuUsage))
            .Select(key => fleets.Read(picture.Cluster, key, picture.Now - back, picture.Now, step))
            .OfType<TimeSeries>()
            .ToList();
        var total = SeriesSum.Of(series);
        var scale = ChartScale.Of(Metric.CpuUsage, total);
        double capacity = picture.Hosts.Where(host => host.State == HostState.On).Sum(host => host.CpuCapacity.Value);
        var chart = Shape(total, picture.Now, back, step, scale);
        var running = picture.Machines.Select(machine => machine.Id).ToHashSet();

        return Forecast(chart, picture.State.Outlook, running) with
        {
            Limit = capacity > 0 ? capacity : null,
            LimitLabel = "capacity that is on",
        };
    }

    private static ChartData Forecast(ChartData chart, Outlook outlook, IReadOnlySet<VirtualMachineId> machines) =>
        OutlookSum.OfCpu(outlook, machines) is { } sum && (long)outlook.Step.TotalMilliseconds == chart.Step
            ? ForecastShape.Add(
                chart with { ForecastStart = outlook.AsOf.ToUnixTimeMilliseconds() }, sum, outlook.Levels)
            : chart;

    // The store gives an even grid up to the end of what was asked for.
    private static TimeSeries? Newest(TimeSeries? series, DateTimeOffset from)
    {
        if (series is null || series.End <= from)
        {
            return null;
        }

        int first = (int)Math.Clamp(Math.Floor((from - series.Start) / series.Step), 0, series.Values.Length);

        return series with { Start = series.Start + (first * series.Step), Values = series.Values[first..] };
    }

    private static ChartData Shape(
        TimeSeries? history, DateTimeOffset now, TimeSpan back, TimeSpan step, ChartScale scale) => new()
        {
            Start = (history?.Start ?? now - back).ToUnixTimeMilliseconds(),
            Step = (long)step.TotalMilliseconds,
            Now = now.ToUnixTimeMilliseconds(),
            History = Gapped(history),
            ForecastStart = (history?.End ?? now).ToUnixTimeMilliseconds(),
            Divisor = scale.Divisor,
            Unit = scale.Unit,
        };

    // The drawing module reads JSON, which has no NaN.
    private static double?[] Gapped(TimeSeries? series)
    {
        if (series is null)
        {
            return [];
        }

        double?[] values = new double?[series.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = series.Values.Span[i];
            values[i] = double.IsFinite(value) ? value : null;
        }

        return values;
    }
}
