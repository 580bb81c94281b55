using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Charts;

namespace Vireo.Server.Tests.Dashboard;

public sealed class OutlookSumTests
{
    private static readonly ImmutableArray<double> Levels = [0.1, 0.5, 0.9];

    [Fact]
    public void Medians_add_up_and_spreads_add_as_squares()
    {
        var outlook = OutlookOf(("a", [7, 10, 13]), ("b", [16, 20, 24]));

        var sum = OutlookSum.OfCpu(outlook, Machines("a", "b"));

        Assert.Equal([25f, 30f, 35f], sum!.Quantiles.AsSpan().ToArray());
    }

    [Fact]
    public void Machines_elsewhere_do_not_count()
    {
        var outlook = OutlookOf(("a", [7, 10, 13]), ("b", [16, 20, 24]));

        Assert.Equal(10f, OutlookSum.OfCpu(outlook, Machines("a"))!.Quantiles[1]);
    }

    [Fact]
    public void A_low_bound_never_falls_below_zero()
    {
        var outlook = OutlookOf(("a", [-50, 1, 2]));

        Assert.Equal(0f, OutlookSum.OfCpu(outlook, Machines("a"))!.Quantiles[0]);
    }

    [Fact]
    public void Without_a_known_machine_there_is_no_forecast() =>
        Assert.Null(OutlookSum.OfCpu(OutlookOf(), Machines("a")));

    private static HashSet<VirtualMachineId> Machines(params string[] names) => [.. names.Select(name => new VirtualMachineId(name))];

    private static Outlook OutlookOf(params (string Name, float[] Quantiles)[] machines) => new(
        SyntheticFleet.Start, SyntheticFleet.Step, 1, Levels,
        [.. machines.Select(machine => new VmOutlook(new VirtualMachineId(machine.Name), new DemandForecast([.. machine.Quantiles], "m"), new DemandForecast([], "m"), DataQuality.Perfect))],
        []);
}
