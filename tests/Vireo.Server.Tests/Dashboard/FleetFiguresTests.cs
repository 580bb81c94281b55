using System.Collections.Frozen;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;
using Vireo.Server.Dashboard.Overview;

namespace Vireo.Server.Tests.Dashboard;

public sealed class FleetFiguresTests
{
    [Fact]
    public void Without_a_measurement_load_and_power_are_unknown_instead_of_zero()
    {
        var figures = FleetFigures.Of(Pictures.Of(SyntheticState.At(SyntheticFleet.Start, 1)));

        Assert.Null(figures.CpuRatio);
        Assert.Null(figures.MemoryRatio);
        Assert.Null(figures.Watts);
    }

    [Fact]
    public void Hosts_without_a_measurement_count_on_neither_side_of_the_load()
    {
        var load = LoadOf((0, 0.5), (1, 0.8));

        var figures = FleetFigures.Of(Pictures.Of(SyntheticState.At(SyntheticFleet.Start, 1), load));

        double small = SyntheticFleet.Host(0).CpuCapacity.Value;
        double large = SyntheticFleet.Host(1).CpuCapacity.Value;
        Assert.Equal(((0.5 * small) + (0.8 * large)) / (small + large), figures.CpuRatio!.Value, precision: 9);
    }

    [Fact]
    public void Power_comes_from_the_curve_where_no_meter_reads_and_is_then_called_estimated()
    {
        var figures = FleetFigures.Of(Pictures.Of(SyntheticState.At(SyntheticFleet.Start, 1), LoadOf((0, 0.5))));

        Assert.Equal(SyntheticFleet.Host(0).Power.At(0.5).Value, figures.Watts!.Value, precision: 9);
        Assert.True(figures.IsPowerEstimated);
    }

    [Fact]
    public void Failed_and_silent_hosts_are_counted_apart_from_those_switched_off()
    {
        var figures = FleetFigures.Of(Pictures.Of(SyntheticState.At(SyntheticFleet.Start, 1)));

        Assert.Equal((33, 40, 1, 1), (figures.HostsOn, figures.Hosts, figures.HostsFailed, figures.HostsInMaintenance));
    }

    private static FleetLoad LoadOf(params (int Host, double Ratio)[] hosts) =>
        new(hosts.ToFrozenDictionary(pair => EntityId.Of(SyntheticFleet.HostAt(pair.Host)), pair => new EntityLoad(null, pair.Ratio, null, null)));
}
