using Vireo.Fleet;

namespace Vireo.Server.Tests.Configuration;

public class PoolDocumentTests
{
    private const string Head = "apiVersion: vireo/v1\nkind: ResourcePool\n";

    [Fact]
    public void A_pool_is_read_with_all_its_keys()
    {
        var settings = Loading.Valid(
            Head +
            """
            name: shop
            type: tenant
            allocation: dynamic
            cpu: { reservation: 40000, limit: 80000, shares: 4 }
            memory: { reservation: 64GiB }
            network: { limit: 100MiB }
            disk: { shares: 2 }
            weight: 3
            recallWithin: 5m
            lendingConfidence: 0.95
            vms: [vm-1, vm-2]
            groups: [web]
            names: [shop-*]
            """).Pools.Single();

        var pool = settings.Pool;
        Assert.Equal(("shop", PoolKind.Tenant, PoolAllocation.Dynamic), (pool.Id.Value, pool.Kind, pool.Allocation));
        Assert.Equal(new ResourceTerms(40_000, 80_000, 4), pool.Terms.Cpu);
        Assert.Equal(new ResourceTerms(64L << 30, null, null), pool.Terms.Memory);
        Assert.Equal(100L << 20, pool.Terms.Network.Limit);
        Assert.Equal((3, TimeSpan.FromMinutes(5), 0.95), (pool.Weight, pool.RecallWithin, pool.LendingConfidence));
        Assert.Equal((2, "web", "shop-*"), (pool.VirtualMachines.Length, pool.Groups.Single().Value, pool.Names.Single()));
    }

    [Theory]
    [InlineData("name: a\nreservation: 3", "reservation", "Unknown key 'reservation'")]
    [InlineData("name: a\ncpu: { limit: 3, reservation: 4 }", "limit", "below the reservation")]
    [InlineData("name: a\nallocation: static", "allocation", "give it a reservation of CPU")]
    [InlineData("name: a\nparent: a", "parent", "no part of itself")]
    [InlineData("name: a\ntype: tennant", "type", "nearest is 'tenant'")]
    [InlineData("name: a\nparent: b", "parent", "no resource pool named 'b'")]
    public void What_is_wrong_is_named_with_the_place_and_the_fix(string keys, string about, string expected)
    {
        var problem = Loading.OnlyProblem(Head + keys);

        Assert.Contains(expected, problem.ToString());
        Assert.NotEmpty(about);
    }

    [Fact]
    public void Parts_may_not_reserve_more_than_their_pool_and_the_problem_says_by_how_much()
    {
        var problem = Loading.OnlyProblem(
            $"{Head}name: all\ncpu: {{ reservation: 100 }}\n---\n{Head}name: one\nparent: all\ncpu: {{ reservation: 70 }}\n" +
            $"---\n{Head}name: two\nparent: all\ncpu: {{ reservation: 50 }}");

        Assert.Contains("It is 20 MHz short", problem.ToString());
    }

    [Fact]
    public void Pools_in_a_circle_are_refused() =>
        Assert.All(
            Loading.Check($"{Head}name: a\nparent: b\n---\n{Head}name: b\nparent: a").Problems,
            problem => Assert.Contains("circle", problem.ToString()));

    [Fact]
    public void The_policy_of_a_provider_carries_the_pools_of_its_cluster()
    {
        var configuration = Loading.Valid(
            """
            apiVersion: vireo/v1
            kind: Provider
            name: east
            type: simulation
            scenario: demo
            ---
            apiVersion: vireo/v1
            kind: Provider
            name: west
            type: simulation
            scenario: demo
            ---
            apiVersion: vireo/v1
            kind: ResourcePool
            name: everywhere
            ---
            apiVersion: vireo/v1
            kind: ResourcePool
            name: here
            provider: west
            """);

        Assert.Equal(
            [["everywhere"], ["everywhere", "here"]],
            configuration.Providers.Select(provider =>
                configuration.PolicyOf(provider).Pools.Select(pool => pool.Id.Value).ToArray()));
    }
}
