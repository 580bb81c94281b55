using Vireo.Fleet;
using Vireo.Server.Dashboard.Charts;

namespace Vireo.Server.Tests.Dashboard;

public sealed class ChartReaderTests
{
    private static readonly SeriesKey Cpu = new(EntityId.Of(SyntheticFleet.MachineAt(12)), Metric.CpuUsage);

    private readonly FakeFleetView _fleet = new();

    [Fact]
    public void Bands_are_the_intervals_whose_both_levels_are_there_widest_first()
    {
        var chart = Read(Cpu, TimeSpan.FromHours(1));

        Assert.Equal([90, 80], chart.Bands.Select(band => band.Level));
        Assert.All(chart.Bands, band => Assert.All(Enumerable.Range(0, 12), step => Assert.True(band.Low[step] <= chart.Median[step] && chart.Median[step] <= band.High[step])));
    }

    [Fact]
    public void The_forecast_begins_where_the_history_ends()
    {
        var chart = Read(Cpu, TimeSpan.FromHours(1));

        Assert.Equal(chart.ForecastStart, chart.Start + (chart.Step * chart.History.Count));
    }

    [Fact]
    public void What_was_usual_at_that_time_of_day_is_drawn_beside_each_point_of_the_history()
    {
        var chart = Read(Cpu, TimeSpan.FromHours(1));

        Assert.Equal(chart.History.Count, chart.UsualLow.Count);
        int known = Enumerable.Range(0, chart.History.Count).Count(i =>
            chart.UsualLow[i] is { } low && chart.UsualHigh[i] is { } high && low >= 0 && low <= high);
        Assert.Equal(chart.History.Count, known);
        Assert.All(chart.Unusual, at => Assert.NotNull(chart.History[at]));
    }

    [Fact]
    public void Gaps_stay_gaps()
    {
        var failed = new SeriesKey(EntityId.Of(SyntheticFleet.HostAt(17)), Metric.CpuUsage);

        var chart = Read(failed, TimeSpan.Zero);

        Assert.All(chart.History, value => Assert.Null(value));
        Assert.True(chart.IsEmpty);
    }

    [Fact]
    public void A_series_nobody_stored_is_an_empty_chart()
    {
        var nothing = new SeriesKey(EntityId.Of(SyntheticFleet.MachineAt(12)), Metric.ErrorCount);

        Assert.True(Read(nothing, TimeSpan.Zero).IsEmpty);
    }

    [Fact]
    public void The_fleet_chart_adds_all_hosts_up()
    {
        var picture = Pictures.Of(_fleet.Loop.State);

        var chart = new ChartReader(_fleet).ReadFleetCpu(picture, TimeSpan.FromMinutes(5));

        double expected = Enumerable.Range(0, SyntheticFleet.HostCount)
            .Select(host => new SeriesKey(EntityId.Of(SyntheticFleet.HostAt(host)), Metric.CpuUsage))
            .Select(key => _fleet.Read(SyntheticFleet.Cluster, key, picture.Now.AddMinutes(-5), picture.Now, SyntheticFleet.Step)!.Values.Span[0])
            .Where(double.IsFinite)
            .Sum();
        Assert.Equal(expected, chart.History[0]!.Value, precision: 3);
    }

    private ChartData Read(SeriesKey key, TimeSpan ahead) =>
        new ChartReader(_fleet).Read(SyntheticFleet.Cluster, key, SyntheticFleet.Start, TimeSpan.FromHours(2), ahead);
}
