using Vireo.Fleet;
using Vireo.Scheduling.Placement;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>How long moves are expected to take, and what that does to their cost.</summary>
public class MigrationTimesTests
{
    // 12 GiB over a fifth of 1.25 GB/s.
    private const double Computed = 12.0 * (1L << 30) / 0.25e9;
    private static readonly Policy Policy = new() { MigrationBandwidthRatio = 0.2 };

    [Fact]
    public void Without_a_measured_move_memory_and_link_say_how_long() => Assert.Equal(Computed, Seconds("a"), 1e-6);

    [Fact]
    public void A_machine_that_was_measured_often_takes_as_long_as_it_did() =>
        Assert.Equal(((2 * Computed) + (5 * 600)) / 7, Seconds("a", Move("a", 600, 5)), 1e-6);

    [Fact]
    public void Three_machines_that_took_twice_as_long_say_so_of_the_others() => Assert.Equal(
        2 * Computed, Seconds("a", Move("b", 2 * Computed, 5), Move("c", 2 * Computed, 5), Move("d", 2 * Computed, 5)), 1e-3);

    [Fact]
    public void Two_say_nothing_of_the_others() => Assert.Equal(
        Computed, Seconds("a", Move("b", 2 * Computed, 5), Move("c", 2 * Computed, 5)), 1e-6);

    [Theory]
    [InlineData("nobody", 60, 3)]
    [InlineData("a", 0, 3)]
    [InlineData("a", -5, 3)]
    [InlineData("a", 60, 0)]
    public void What_cannot_have_been_measured_counts_for_nothing(string machine, double seconds, int count) =>
        Assert.Equal(Computed, Seconds("a", Move(machine, seconds, count)), 1e-6);

    [Fact]
    public void A_move_that_takes_longer_costs_more()
    {
        var before = Model();
        var after = Model(Move("a", 10 * Computed, 5));

        Assert.True(MigrationCost.Of(after, 0, from: 0) > MigrationCost.Of(before, 0, from: 0));
    }

    private static MeasuredMove Move(string machine, double seconds, int count) => new(new(machine), TimeSpan.FromSeconds(seconds), count);

    private static double Seconds(string machine, params MeasuredMove[] moves)
    {
        var model = Model(moves);
        int at = model.MachineIndex[new(machine)];

        return 3_600 * model.Times.Hours(at, model.Fleet.Hosts[0]);
    }

    private static FleetModel Model(params MeasuredMove[] moves)
    {
        var small = new SmallFleet().Host("h-1", gib: 256);
        foreach (string machine in (string[])["a", "b", "c", "d"])
        {
            small.Machine(machine, "h-1", 1_000, gib: 12);
        }

        var fleet = small.Fleet with { MeasuredMoves = [.. moves] };

        return new FleetModel(fleet, DemandTable.Forecast(fleet, small.Outlook, 0.95), Policy);
    }
}
