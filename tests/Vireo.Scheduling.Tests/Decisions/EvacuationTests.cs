using CsCheck;
using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Machines that leave a host together: found when there is a way, and when there is none the machines that are
/// in each other's way are named, no more of them than needed; judged by trying everything.</summary>
public class EvacuationTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, Consolidate = false, ManageHostPower = false };

    [Fact]
    public void Who_has_a_choice_makes_room_for_who_has_none()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 10).Host("h-3", gib: 10)
            .Machine("a", "h-1", gib: 8).Machine("b", "h-1", gib: 8);
        var policy = Careful with { Rules = [new("only", AffinityKind.OnlyOn, [new("b")], [new("h-1"), new("h-2")])] };

        var plan = fleet.Plan(policy);

        Assert.Empty(plan.Refusals);
        Assert.Equal(
            [("a", "h-3"), ("b", "h-2")],
            plan.Actions.Select(action => action.Action).OfType<Migration>()
                .Select(move => (move.VirtualMachine.Value, move.To.Value)).Order());
    }

    [Fact]
    public void Machines_that_cannot_leave_together_are_named_with_what_is_short_and_the_others_leave()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 10).Host("h-3", gib: 10)
            .Machine("a", "h-1", gib: 8).Machine("b", "h-1", gib: 8).Machine("c", "h-1", gib: 8).Machine("d", "h-1", gib: 1);

        var plan = fleet.Plan(Careful);

        var refusal = Assert.Single(plan.Refusals, one => one.Rule == "S5");
        Assert.Equal(EntityId.Of(new HostId("h-1")), refusal.Entity);
        Assert.StartsWith(
            "'a', 'b' and 'c' cannot all leave: they need 24 GiB of memory, 4 GiB more than 'h-2' and 'h-3' have free.",
            refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("Without any one of them the others could.", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(3, plan.Actions.Count(action => action.Action is Migration));
    }

    [Fact]
    public void Room_that_lies_in_pieces_is_said_to_and_rules_that_narrow_are_named()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 8).Host("h-3", gib: 8).Host("h-4")
            .Machine("a", "h-1", gib: 5).Machine("b", "h-1", gib: 5).Machine("c", "h-1", gib: 5);
        var policy = Careful with { Rules = [new("old", AffinityKind.NeverOn, [new("a"), new("b"), new("c")], [new("h-4")])] };

        string reason = Assert.Single(fleet.Plan(policy).Refusals, one => one.Rule == "S5").Reason;

        Assert.Contains("no way to divide them fits", reason, StringComparison.Ordinal);
        Assert.EndsWith("Rules that narrow where they may go: 'old'.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_after_the_other_cannot_do_is_found_or_a_smallest_set_is_named() =>
        Gen.Select(Gen.Int[2, 12].Array[2, 3], Gen.Int[1, 9].Array[2, 5], Gen.Int[0, 7].Array[5]).Sample((rooms, sizes, masks) =>
        {
            var fleet = new SmallFleet().Host("h-0", maintenance: true);
            for (int i = 0; i < rooms.Length; i++)
            {
                fleet.Host($"h-{i + 1}", gib: rooms[i]);
            }

            for (int i = 0; i < sizes.Length; i++)
            {
                fleet.Machine($"m-{i}", "h-0", 10, gib: sizes[i]);
            }

            AffinityRule[] rules =
            [
                .. sizes.Select((_, i) => new AffinityRule(
                    $"r-{i}", AffinityKind.NeverOn, [new($"m-{i}")], [.. Forbidden(masks[i], rooms.Length)])),
            ];
            var plan = fleet.Plan(Careful with { Rules = [.. rules] });
            int[] able = [.. Enumerable.Range(0, sizes.Length).Where(machine => Fits([machine], rooms, sizes, masks))];
            bool isPossible = Fits(able, rooms, sizes, masks);
            var named = plan.Refusals.Where(one => one.Rule == "S5").Select(one => one.Reason).ToList();

            return isPossible
                ? named.Count == 0 && plan.Actions.Length == able.Length
                : named.Count == 1 && IsMinimal(Named(named[0], sizes.Length), rooms, sizes, masks);
        }, iter: 1_500);

    private static IEnumerable<HostId> Forbidden(int mask, int hosts) => Enumerable.Range(0, hosts)
        .Where(host => (mask & (1 << host)) != 0).Select(host => new HostId($"h-{host + 1}"));

    private static int[] Named(string reason, int machines)
    {
        string names = reason.Split(" cannot all leave")[0];

        return [.. Enumerable.Range(0, machines).Where(machine => names.Contains($"'m-{machine}'", StringComparison.Ordinal))];
    }

    private static bool IsMinimal(int[] core, int[] rooms, int[] sizes, int[] masks) =>
        core.Length > 1 && !Fits(core, rooms, sizes, masks)
        && core.All(one => Fits([.. core.Where(other => other != one)], rooms, sizes, masks));

    private static bool Fits(int[] machines, int[] rooms, int[] sizes, int[] masks)
    {
        if (machines.Length == 0)
        {
            return true;
        }

        for (int host = 0; host < rooms.Length; host++)
        {
            if ((masks[machines[0]] & (1 << host)) == 0 && sizes[machines[0]] <= rooms[host])
            {
                int[] left = [.. rooms];
                left[host] -= sizes[machines[0]];
                if (Fits(machines[1..], left, sizes, masks))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
