using CsCheck;
using Vireo.Scheduling.Placement.Consolidating;

namespace Vireo.Scheduling.Tests.Consolidating;

public class ConsolidatorTests
{
    [Fact]
    public void An_overloaded_host_gives_up_the_one_machine_that_migrates_fastest_among_those_that_end_it()
    {
        var machines = Machines((0, 60, 20), (0, 50, 5), (0, 10, 1), (1, 20, 5));

        var moves = Decide(hosts: 2, machines);

        Assert.Equal([new ConsolidationMove(Machine: 1, Target: 1)], moves);
    }

    [Fact]
    public void A_host_whose_machines_fit_elsewhere_with_room_to_spare_is_emptied()
    {
        var machines = Machines((0, 30, 1), (0, 10, 1), (1, 20, 1));

        var moves = Decide(hosts: 2, machines);

        Assert.Equal([new ConsolidationMove(Machine: 2, Target: 0)], moves);
    }

    [Fact]
    public void A_host_is_not_emptied_into_one_without_memory()
    {
        var machines = Machines((0, 30, 1), (0, 10, 1), (1, 20, 1));

        var moves = Decide(hosts: 2, machines, memory: 2);

        Assert.Empty(moves);
    }

    [Fact]
    public void Pinned_machines_stay()
    {
        var machines = Machines((0, 60, 1), (0, 50, 1), (1, 20, 1));
        Array.Fill(machines.IsPinned, true);

        Assert.Empty(Decide(hosts: 3, machines));
    }

    [Fact]
    public void A_fleet_spread_over_many_hosts_is_packed_at_once()
    {
        var machines = Machines([.. Enumerable.Range(0, 20).Select(i => (i, 8.0, 1.0))]);

        var moves = Decide(hosts: 20, machines);

        Assert.Equal(2, machines.Host.Select((host, i) => moves.Where(m => m.Machine == i).Select(m => m.Target)
            .DefaultIfEmpty(host).First()).Distinct().Count());
    }

    [Fact]
    public void No_host_is_ever_filled_beyond_what_it_has_and_no_machine_moves_twice() =>
        (from hosts in Gen.Int[1, 12]
         from vms in Gen.Select(Gen.Int[0, hosts - 1], Gen.Double[0, 60], Gen.Double[1, 30]).Array[0, 60]
         select (hosts, vms)).Sample(fleet =>
        {
            var machines = Machines(fleet.vms);
            var moves = Decide(fleet.hosts, machines);

            return moves.Select(move => move.Machine).Distinct().Count() == moves.Count
                && moves.All(move => machines.Host[move.Machine] != move.Target)
                && TargetsHold(fleet.hosts, machines, moves);
        });

    [Fact]
    public void Numbers_that_are_none_move_nothing_and_throw_nothing()
    {
        var machines = Machines((0, double.NaN, 1), (0, 50, 1), (1, 20, 1));

        var moves = Decide(hosts: 2, machines);

        Assert.DoesNotContain(moves, move => move.Target == 0);
    }

    [Fact]
    public void Nothing_to_do_on_no_hosts_and_with_no_machines() =>
        Assert.Empty(Decide(hosts: 0, new ConsolidationMachines(0)));

    private static bool TargetsHold(int hosts, ConsolidationMachines machines, List<ConsolidationMove> moves)
    {
        double[] load = new double[hosts];
        for (int machine = 0; machine < machines.Count; machine++)
        {
            int moved = moves.FindIndex(move => move.Machine == machine);
            load[moved >= 0 ? moves[moved].Target : machines.Host[machine]] += machines.Demand[machine];
        }

        return moves.All(move => load[move.Target] <= 100 + 1e-9);
    }

    private static List<ConsolidationMove> Decide(int hosts, ConsolidationMachines machines, double memory = 1000)
    {
        var fleet = new ConsolidationHosts(Fill(hosts, 100), Fill(hosts, 100), Fill(hosts, 1), Fill(hosts, memory));
        var moves = new List<ConsolidationMove>();
        new Consolidator(fleet, new ConsolidationOptions()).Decide(machines, moves);

        return moves;
    }

    private static double[] Fill(int count, double value)
    {
        double[] values = new double[count];
        Array.Fill(values, value);

        return values;
    }

    private static ConsolidationMachines Machines(params (int Host, double Demand, double Seconds)[] list)
    {
        var machines = new ConsolidationMachines(list.Length);
        for (int i = 0; i < list.Length; i++)
        {
            machines.Host[i] = list[i].Host;
            machines.Demand[i] = list[i].Demand;
            machines.Forecast[i] = list[i].Demand;
            machines.Variance[i] = 1;
            machines.Memory[i] = 1;
            machines.MigrationSeconds[i] = list[i].Seconds;
        }

        return machines;
    }
}
