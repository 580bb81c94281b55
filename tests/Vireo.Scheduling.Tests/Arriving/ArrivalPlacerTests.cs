using CsCheck;
using Vireo.Scheduling.Placement.Arriving;

namespace Vireo.Scheduling.Tests.Arriving;

public class ArrivalPlacerTests
{
    private static readonly HostShape Shape = new(Cores: 8, MemoryGib: 16);

    [Theory]
    [InlineData(ArrivalRule.FirstFit)]
    [InlineData(ArrivalRule.BestFit)]
    [InlineData(ArrivalRule.Lifetime)]
    public void No_host_is_ever_filled_beyond_its_shape_and_the_count_of_hosts_is_right(ArrivalRule rule) =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new Random(seed);
            var placer = new ArrivalPlacer(Shape, rule, mostHosts: 12);
            var living = new Dictionary<int, ArrivingMachine>();
            for (int i = 0; i < 120; i++)
            {
                double now = 300 * i;
                placer.Advance(now);
                foreach (int ended in living.Keys.Where(_ => random.Next(8) == 0).ToList())
                {
                    placer.End(ended, now);
                    living.Remove(ended);
                }

                var machine = new ArrivingMachine(i, random.Next(1, 9), random.Next(1, 17), i / 3);
                if (placer.Place(machine, now) >= 0)
                {
                    living[i] = machine;
                }

                placer.Repack(now, mostMoves: 5);
                if (!IsSound(placer, living))
                {
                    return false;
                }
            }

            return true;
        }, iter: 100);

    [Fact]
    public void A_machine_that_is_larger_than_a_host_finds_no_place() =>
        Assert.Equal(-1, new ArrivalPlacer(Shape, ArrivalRule.Lifetime, 10).Place(new ArrivingMachine(1, 9, 1, 1), now: 0));

    [Fact]
    public void A_full_fleet_says_so() =>
        Assert.Equal(-1, Filled(ArrivalRule.BestFit, mostHosts: 2).Place(new ArrivingMachine(99, 8, 8, 99), now: 0));

    [Fact]
    public void A_short_life_goes_where_a_long_one_keeps_the_host_busy_anyway()
    {
        // Ones of 2 cores have always lived for minutes, ones of 4 for days.
        var placer = new ArrivalPlacer(Shape, ArrivalRule.Lifetime, 10);
        for (int i = 0; i < 200; i++)
        {
            placer.Place(new ArrivingMachine(i, 2, 1, i), now: 300 * i);
            placer.End(i, now: (300 * i) + 300);
        }

        int longLived = placer.Place(new ArrivingMachine(1_000, 4, 4, 1_000), now: 60_000);
        placer.Advance(60_000 + 86_400);
        int shortLived = placer.Place(new ArrivingMachine(1_001, 2, 1, 1_001), now: 60_000 + 86_400);

        Assert.Equal(longLived, shortLived);
    }

    [Fact]
    public void Repacking_empties_a_host_within_its_budget()
    {
        var placer = new ArrivalPlacer(Shape, ArrivalRule.Lifetime, 10);
        placer.Place(new ArrivingMachine(1, 5, 4, 1), now: 0);
        placer.Place(new ArrivingMachine(2, 5, 4, 2), now: 0);
        placer.Place(new ArrivingMachine(3, 3, 4, 2), now: 0);
        placer.End(2, now: 300);
        for (double now = 0; now < 400_000; now += 3_600)
        {
            placer.Advance(now);
        }

        placer.Repack(400_000, mostMoves: 0);
        int before = placer.NonEmptyHosts;
        placer.Repack(400_000, mostMoves: 1);

        Assert.Equal(2, before);
        Assert.Equal((1, 1), (placer.NonEmptyHosts, placer.Moves));
        Assert.Equal(placer.HostOf(1), placer.HostOf(3));
    }

    [Fact]
    public void Lifetimes_are_those_that_were_seen()
    {
        var table = new LifetimeTable();
        int brief = table.KindOf(1, 1, 0);
        int lasting = table.KindOf(2, 2, 0);
        for (int i = 0; i < 2_000; i++)
        {
            table.Ended(brief, 600);
            table.Ended(lasting, 40_000);
        }

        table.Learn([]);

        Assert.InRange(table.LivesOn(brief, 0, 3_600), 0, 0.05);
        Assert.InRange(table.LivesOn(lasting, 0, 3_600), 0.9, 1);
        Assert.InRange(table.LivesOn(lasting, 39_000, 40_000), 0, 0.2);
    }

    private static bool IsSound(ArrivalPlacer placer, Dictionary<int, ArrivingMachine> living)
    {
        var hosts = living.Values.GroupBy(machine => placer.HostOf(machine.Id)).ToList();

        return hosts.Count == placer.NonEmptyHosts && hosts.All(host => host.Key is >= 0 and < 12 &&
            host.Sum(machine => machine.Cores) <= Shape.Cores && host.Sum(machine => machine.MemoryGib) <= Shape.MemoryGib);
    }

    private static ArrivalPlacer Filled(ArrivalRule rule, int mostHosts)
    {
        var placer = new ArrivalPlacer(Shape, rule, mostHosts);
        for (int i = 0; i < mostHosts; i++)
        {
            placer.Place(new ArrivingMachine(i, 8, 8, i), now: 0);
        }

        return placer;
    }
}
