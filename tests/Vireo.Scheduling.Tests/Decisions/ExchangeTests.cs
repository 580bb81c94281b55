using CsCheck;
using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

public class ExchangeTests
{
    private static readonly Policy Careful = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 0,
        Consolidate = false,
        ManageHostPower = false,
    };

    [Fact]
    public void A_broken_rule_is_repaired_by_an_exchange_where_no_host_has_room()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2")
            .Machine("a", "h-1", gib: 16).Machine("b", "h-1", gib: 32).Machine("c", "h-2", gib: 16).Machine("d", "h-2", gib: 48);
        var policy = Careful with
        {
            Pinned = [new("b"), new("d")],
            Rules = [new AffinityRule("apart", AffinityKind.KeepApart, [new("a"), new("b")], [])],
        };

        var plan = fleet.Plan(policy);

        Assert.Equal(
            [new Migration(new("c"), new("h-2"), new("h-1")), new Migration(new("a"), new("h-1"), new("h-2"))],
            plan.Actions.Select(action => action.Action));
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
        Assert.StartsWith("It makes way for 'a'. Rule 'apart'", plan.Actions[0].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Refusals, refusal => refusal.Entity == EntityId.Of(new VirtualMachineId("a")));
    }

    [Fact]
    public void A_host_is_emptied_by_making_way_where_its_machine_fits_nowhere()
    {
        var fleet = new SmallFleet().Host("h-0", maintenance: true).Host("h-1").Host("h-2", gib: 24)
            .Machine("large", "h-0", gib: 48).Machine("small", "h-1", gib: 8).Machine("other", "h-1", gib: 16);

        var plan = fleet.Plan(Careful);

        Assert.Equal(
            [
                new Migration(new("small"), new("h-1"), new("h-2")), new Migration(new("large"), new("h-0"), new("h-1")),
            ],
            plan.Actions.Select(action => action.Action));
        Assert.Empty(plan.Refusals);
    }

    /// <summary>Against every placement of a fleet so small that all can be tried.</summary>
    [Fact]
    public void Who_cannot_leave_could_not_under_any_placement_that_displaces_up_to_three() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new Random(seed);
            const int Hosts = 4;
            const int Machines = 6;
            var fleet = new SmallFleet();
            long[] free = new long[Hosts];
            for (int host = 0; host < Hosts; host++)
            {
                fleet.Host($"h-{host}", mhz: 100_000, gib: 64, maintenance: host == 0);
                free[host] = 64;
            }

            int[] size = new int[Machines];
            int[] home = new int[Machines];
            for (int machine = 0; machine < Machines; machine++)
            {
                size[machine] = random.Next(1, 5) * 16;
                home[machine] = machine == 0 ? 0 : random.Next(1, Hosts);
                if (free[home[machine]] < size[machine])
                {
                    home[machine] = Enumerable.Range(1, Hosts - 1).MaxBy(host => free[host]);
                    size[machine] = (int)Math.Min(size[machine], free[home[machine]]);
                }

                free[home[machine]] -= size[machine];
                if (size[machine] > 0)
                {
                    fleet.Machine($"vm-{machine}", $"h-{home[machine]}", 10, gib: size[machine]);
                }
            }

            var plan = fleet.Plan(Careful);
            bool leaves = plan.Actions.Any(action => action.Action is Migration move && move.From == new HostId("h-0"));

            return leaves == CanLeave(size, home, Hosts);
        }, iter: 300, threads: 1);

    // Some order of single moves, each into free memory, over all placements that are reached by moving each machine once
    // at most, or the one that leaves.
    private static bool CanLeave(int[] size, int[] home, int hosts)
    {
        var reached = new HashSet<string>();
        var open = new Queue<(int[] HostOf, int Moved)>();
        open.Enqueue((home, 0));
        while (open.TryDequeue(out var at))
        {
            if (at.HostOf[0] != 0)
            {
                return true;
            }

            for (int machine = 0; machine < size.Length; machine++)
            {
                bool isFirst = at.HostOf[machine] == home[machine];
                if (!isFirst || (machine != 0 && at.Moved == 3) || size[machine] == 0)
                {
                    continue;
                }

                for (int host = 1; host < hosts; host++)
                {
                    int[] next = [.. at.HostOf];
                    next[machine] = host;
                    long used = Enumerable.Range(0, size.Length).Where(other => next[other] == host).Sum(other => (long)size[other]);
                    if (host != home[machine] && used <= 64 && reached.Add(string.Join(',', next)))
                    {
                        open.Enqueue((next, at.Moved + 1));
                    }
                }
            }
        }

        return false;
    }
}
