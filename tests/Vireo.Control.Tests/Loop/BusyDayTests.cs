using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

public sealed class BusyDayTests
{
    /// <summary>800 hosts, 1,050 machines, 288 decisions, a hundred moves in every other one.</summary>
    [Fact]
    public void A_day_with_fourteen_thousand_moves_takes_a_few_readings_a_decision()
    {
        using var world = new LoopWorld();
        world.Hypervisor.With([.. Enumerable.Range(1, 800).Select(number => Fleets.Host(number))]);
        world.Hypervisor.With([.. Enumerable.Range(1, 1_050).Select(number => Fleets.Machine(number, 1 + (number % 800)))]);
        world.Hypervisor.Duration = _ => TimeSpan.FromSeconds(40);
        world.Options = world.Options with { KeepReceiptInputs = false, PublishInterval = TimeSpan.FromMinutes(1) };
        world.Policy = world.Policy with { MaxMigrationsPerCluster = 50 };
        for (int cycle = 0; cycle < 288; cycle++)
        {
            int first = cycle * 100 % 1_000;
            world.Next(cycle % 2 == 0 ? fleet => Shuffle(fleet, first, cycle) : _ => Plan.Empty("Resting."));
        }

        world.Start();
        world.Time.Pass(TimeSpan.FromDays(1));

        int moves = world.Hypervisor.Ended.Count(end => end.HadEffect);
        Assert.InRange(moves, 14_000, 14_400);
        Assert.InRange(world.Hypervisor.Reads, 288, 1_500);
    }

    private static Plan Shuffle(FleetSnapshot fleet, int first, int cycle) => LoopWorld.PlanOf(
        $"cycle{cycle}",
        [.. fleet.VirtualMachines.Skip(first).Take(100).Select(machine =>
            new Migration(machine.Id, machine.Host!.Value, Elsewhere(machine)))]);

    private static HostId Elsewhere(VirtualMachine machine) =>
        Fleets.HostId(1 + ((int.Parse(machine.Host!.Value.Value[2..]) + 399) % 800));
}
