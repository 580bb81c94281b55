using Vireo.Fleet;
using Vireo.Server.Dashboard.Charts;

namespace Vireo.Server.Tests.Dashboard;

public sealed class SeriesSumTests
{
    private static readonly SeriesKey Key = new(EntityId.Of(new HostId("h")), Metric.CpuUsage);

    [Fact]
    public void Series_of_different_windows_are_added_where_they_overlap()
    {
        var sum = SeriesSum.Of([Series(0, 1, 2, 3), Series(1, 10, 20, 30)]);

        Assert.Equal([1, 12, 23, 30], sum!.Values.ToArray());
    }

    [Fact]
    public void A_point_is_a_gap_only_when_no_series_has_it()
    {
        var sum = SeriesSum.Of([Series(0, 1, double.NaN, double.NaN), Series(0, 1, 5, double.NaN)]);

        Assert.Equal([2, 5, double.NaN], sum!.Values.ToArray());
    }

    [Fact]
    public void Nothing_adds_up_to_nothing() => Assert.Null(SeriesSum.Of([]));

    private static TimeSeries Series(int startStep, params double[] values) =>
        new(Key, SyntheticFleet.Start + (SyntheticFleet.Step * startStep), SyntheticFleet.Step, values, DataQuality.Perfect);
}
