using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>Limits of pools, divided among machines that can only be limited one by one.</summary>
public class LimitDivisionTests
{
    private static readonly VirtualMachineId[] Machines = [new("a"), new("b"), new("c"), new("d")];

    [Fact]
    public void A_limit_that_is_wanted_beyond_is_divided_by_what_is_wanted_and_what_is_left_of_one_by_size()
    {
        PoolSetting[] pools = [Pool("scarce", null, 600, "a", "b"), Pool("ample", null, 1_000, "c", "d")];

        double[] caps = LimitDivision.Of(pools, PoolResource.Cpu, Machines, [800, 400, 100, 300], [1_000, 1_000, 1_000, 2_000]);

        // 600 for 1,200 that are wanted; of 1,000 for 400 the 600 that are left go one to two.
        Assert.Equal([400, 200, 300, 700], caps);
    }

    [Fact]
    public void What_a_pool_inside_takes_away_is_there_for_the_others_and_who_has_no_limit_above_has_none()
    {
        PoolSetting[] pools = [Pool("outer", null, 1_000, "a"), Pool("inner", "outer", 200, "b"), Pool("free", null, null, "c")];

        double[] caps = LimitDivision.Of(pools, PoolResource.Cpu, Machines, [900, 900, 900, 900], [1, 1, 1, 1]);

        Assert.Equal(200_000 / 1_100.0, caps[1], 6);
        Assert.Equal(900_000 / 1_100.0, caps[0], 6);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], caps[2..]);
    }

    [Fact]
    public void Together_the_machines_of_a_pool_never_get_more_than_any_limit_above_them()
    {
        var amounts = Gen.Double[0, 5_000].Array[4];
        Gen.Select(amounts, amounts, Gen.Double[0, 3_000], Gen.Double[0, 3_000]).Sample((wants, sizes, outer, inner) =>
        {
            PoolSetting[] pools = [Pool("outer", null, outer, "a", "b"), Pool("inner", "outer", inner, "c", "d")];

            double[] caps = LimitDivision.Of(pools, PoolResource.Cpu, Machines, wants, [.. sizes.Select(size => size + 1)]);

            return caps.Sum() <= outer + 1e-6 && caps[2] + caps[3] <= inner + 1e-6 && caps.All(cap => cap >= 0);
        });
    }

    [Fact]
    public void Pools_that_are_part_of_each_other_end_and_lists_of_other_lengths_are_refused()
    {
        PoolSetting[] ring = [Pool("one", "two", 100, "a"), Pool("two", "one", 50, "b")];

        double[] caps = LimitDivision.Of(ring, PoolResource.Cpu, Machines, [100, 100, 0, 0], [1, 1, 1, 1]);

        Assert.True(caps[0] + caps[1] <= 50 + 1e-6);
        Assert.Throws<ArgumentException>(() => LimitDivision.Of(ring, PoolResource.Cpu, Machines, [1], [1, 1, 1, 1]));
    }

    private static PoolSetting Pool(string name, string? parent, double? limit, params string[] machines) => new(
        new(name), new("c"), new("p"), parent is null ? null : new ResourcePoolId(parent),
        PoolTerms.Usual with { Cpu = new ResourceTerms(0, limit, null) }, [.. machines.Select(id => new VirtualMachineId(id))]);
}
