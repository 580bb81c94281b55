using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Wishes;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Wishes;

/// <summary>Counting by place while machines come and go gives what counting pairs gives.</summary>
public class WishCountsTests
{
    private const int Hosts = 5;
    private const int Machines = 8;
    private static readonly string[] Racks = ["r-1", "r-2", ""];

    [Fact]
    public void Counts_and_prices_are_those_of_counting_every_pair() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        var fleet = new SmallFleet();
        for (int host = 0; host < Hosts; host++)
        {
            fleet.Host($"h-{host}", rack: Racks[random.Next(Racks.Length)]);
        }

        var policy = new Policy { Wishes = [.. Enumerable.Range(0, 4).Select(i => Wish(random, i))] };
        var table = WishTable.Of(
            fleet.Fleet, policy, Enumerable.Range(0, Machines).ToDictionary(i => new VirtualMachineId($"vm-{i}"), i => i),
            Enumerable.Range(0, Hosts).ToDictionary(i => new HostId($"h-{i}"), i => i));
        var counts = new WishCounts(table);
        int[] hostOf = new int[Machines];
        Array.Fill(hostOf, -1);
        for (int step = 0; step < 40; step++)
        {
            int machine = random.Next(Machines);
            int to = random.Next(-1, Hosts);
            double added = to < 0 ? 0 : counts.At(machine, to, hostOf[machine]);
            if (hostOf[machine] >= 0)
            {
                counts.Add(machine, hostOf[machine], -1);
            }

            double without = counts.WattHours;
            if (to >= 0)
            {
                counts.Add(machine, to, 1);
            }

            hostOf[machine] = to;
            if (Math.Abs(counts.WattHours - without - added) > 1e-6)
            {
                return false;
            }
        }

        return policy.Wishes.Index().All(pair => counts.Broken(pair.Index) == Pairs(fleet.Fleet, pair.Item.Rule, hostOf)) &&
            Math.Abs(counts.WattHours - policy.Wishes.Sum(wish =>
                wish.Weight * policy.WishWattHoursPerHour * Pairs(fleet.Fleet, wish.Rule, hostOf))) < 1e-6;
    }, iter: 500);

    private static PlacementWish Wish(Random random, int i)
    {
        var kind = (AffinityKind)random.Next(4);

        return new PlacementWish(
            new AffinityRule(
                $"w-{i}", kind,
                [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new VirtualMachineId($"vm-{random.Next(Machines)}")).Distinct()],
                kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? [new($"h-{random.Next(Hosts)}")] : [])
            {
                Scope = (AffinityScope)random.Next(2),
            },
            random.Next(1, 5));
    }

    private static int Pairs(FleetSnapshot fleet, AffinityRule rule, int[] hostOf)
    {
        var hosts = rule.VirtualMachines.Select(id => hostOf[int.Parse(id.Value[3..], null)]).Where(host => host >= 0)
            .Select(host => fleet.Hosts[host]).ToList();
        if (rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn)
        {
            return hosts.Count(host => rule.Hosts.Contains(host.Id) == (rule.Kind == AffinityKind.NeverOn));
        }

        int broken = 0;
        for (int one = 0; one < hosts.Count; one++)
        {
            for (int other = 0; other < one; other++)
            {
                bool isShared = rule.Scope == AffinityScope.Host || hosts[one].FaultDomain.Length == 0
                    ? hosts[one].Id == hosts[other].Id
                    : hosts[one].FaultDomain == hosts[other].FaultDomain;
                broken += isShared == (rule.Kind == AffinityKind.KeepApart) ? 1 : 0;
            }
        }

        return broken;
    }
}
