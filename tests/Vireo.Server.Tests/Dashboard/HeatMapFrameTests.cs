using System.Collections.Frozen;
using Vireo.Fleet;
using Vireo.Server.Dashboard.HeatMap;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Tests.Dashboard;

public sealed class HeatMapFrameTests
{
    private static readonly FleetPicture Picture = Pictures.Of(SyntheticState.At(SyntheticFleet.Start, 1));

    [Theory]
    [InlineData(null, 255)]
    [InlineData(double.NaN, 255)]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 100)]
    [InlineData(1.0, 200)]
    [InlineData(40.0, 254)]
    public void A_load_fits_a_byte_and_the_unknown_is_told_apart_from_zero(double? ratio, byte expected) =>
        Assert.Equal(expected, HeatMapFrame.Encode(ratio));

    [Fact]
    public void There_is_one_byte_a_host_and_one_a_placed_machine()
    {
        var frame = HeatMapFrame.Of(Picture, HeatMapMeasure.Cpu);

        Assert.Equal(SyntheticFleet.HostCount, frame.HostLoads.Length);
        Assert.Equal(SyntheticFleet.MachineCount, frame.MachineLoads.Length);
        Assert.Equal(SyntheticFleet.MachineCount, frame.Hosts.Sum(host => host.Vms));
    }

    [Fact]
    public void Machines_stand_in_the_order_of_their_hosts()
    {
        var first = Picture.On(SyntheticFleet.HostAt(0)).First();
        var load = new FleetLoad(new Dictionary<EntityId, EntityLoad>
        {
            [EntityId.Of(first.Id)] = new(null, 0.25, 0.75, null),
        }.ToFrozenDictionary());
        var picture = Pictures.Of(Picture.State, load);

        Assert.Equal(50, HeatMapFrame.Of(picture, HeatMapMeasure.Cpu).MachineLoads[0]);
        Assert.Equal(150, HeatMapFrame.Of(picture, HeatMapMeasure.Memory).MachineLoads[0]);
    }

    [Fact]
    public void Only_a_change_of_hosts_machines_or_moves_needs_a_new_shape()
    {
        var frame = HeatMapFrame.Of(Picture, HeatMapMeasure.Cpu);
        var hotter = HeatMapFrame.Of(Pictures.Of(SyntheticState.At(SyntheticFleet.Start.AddHours(5), 2)), HeatMapMeasure.Cpu);
        var still = Picture.State with { Fleet = Picture.State.Fleet with { InFlight = [] } };

        Assert.True(hotter.HasSameShapeAs(frame));
        Assert.False(HeatMapFrame.Of(Pictures.Of(still), HeatMapMeasure.Cpu).HasSameShapeAs(frame));
        Assert.False(frame.HasSameShapeAs(null));
    }

    [Fact]
    public void A_migration_to_a_host_that_has_left_is_no_arrow()
    {
        var gone = new InFlightAction(new ActionId("x"), new Migration(SyntheticFleet.MachineAt(0), SyntheticFleet.HostAt(0), new HostId("gone")), SyntheticFleet.Start);
        var state = Picture.State with { Fleet = Picture.State.Fleet with { InFlight = [gone] } };

        Assert.Empty(HeatMapFrame.Of(Pictures.Of(state), HeatMapMeasure.Cpu).Moves);
    }
}
