using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Tests.Dashboard;

public sealed class LoadReaderTests
{
    private readonly FakeFleetView _fleet = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_last_measured_step_is_the_load()
    {
        var load = new LoadReader(_fleet, _time).Read(_fleet.Loop.State);

        var machine = SyntheticFleet.Machine(12, 0);
        double expected = SyntheticFleet.Ratio(12, SyntheticFleet.Start - SyntheticFleet.Step);
        Assert.Equal(expected, load.Of(EntityId.Of(machine.Id)).CpuRatio!.Value, precision: 9);
    }

    [Fact]
    public void A_host_that_measures_nothing_has_an_unknown_load()
    {
        var load = new LoadReader(_fleet, _time).Read(_fleet.Loop.State);

        Assert.Null(load.Of(EntityId.Of(SyntheticFleet.HostAt(17))).CpuRatio);
    }

    [Fact]
    public void Browsers_share_a_reading_until_it_is_a_second_old()
    {
        var reader = new LoadReader(_fleet, _time);
        var first = reader.Read(_fleet.Loop.State);

        Assert.Same(first, reader.Read(_fleet.Loop.State));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, reader.Read(_fleet.Loop.State));
    }
}
