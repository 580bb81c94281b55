using Vireo.Fleet;

namespace Vireo.Control.Tests.Execution;

public class MigrationLimitsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    public void Migrations_that_may_run_at_once_share_the_links_budget(int most)
    {
        var policy = new Policy
        {
            MaxMigrationsPerSource = most,
            MaxMigrationsPerTarget = most,
            MaxMigrationsPerCluster = int.MaxValue,
        };
        var limits = new MigrationLimits(policy, []);
        var from = Fleets.Host(1);

        var first = limits.Grant(Fleets.Move(1, 1, 2), from, Fleets.Host(2));
        var second = limits.Grant(Fleets.Move(2, 1, 3), from, Fleets.Host(3));

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.InRange(
            (first.Value + second.Value).Value, double.Epsilon, from.NetworkCapacity.Value * policy.MigrationBandwidthRatio);
    }
}
