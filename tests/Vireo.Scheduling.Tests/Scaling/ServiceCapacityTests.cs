using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Tests.Scaling;

/// <summary>What a replica is taken to carry: what is configured, what was learned, or a share of its size.</summary>
public class ServiceCapacityTests
{
    private const double Size = 4_000;
    private static readonly VmGroupId Web = new("web");

    [Theory]
    [InlineData(null, null, 2_800)]
    [InlineData(null, 1_500.0, 1_500)]
    [InlineData(900.0, 1_500.0, 900)]
    [InlineData(null, 9_000.0, 4_000)]
    [InlineData(null, 0.0, 400)]
    public void Configuration_goes_before_learning_and_learning_before_a_share_of_the_size(
        double? configured, double? learned, double expected)
    {
        var group = new VmGroup { Id = Web, Template = new("t"), LoadPerReplica = configured };

        var picture = GroupPicture.Of(group, Fleet(), Outlook(learned), new Policy { Groups = [group] });

        Assert.Equal(expected, picture.Load.PerReplica, 1e-9);
    }

    [Fact]
    public void A_replica_that_carries_less_within_the_promise_needs_more_beside_it()
    {
        var group = new VmGroup { Id = Web, Template = new("t"), Rules = [new PredictiveScaling(0.9)] };

        Assert.Equal(2, GroupPicture.Of(group, Fleet(), Outlook(3_000), new Policy { Groups = [group] }).Decision.Wanted);
        Assert.Equal(5, GroupPicture.Of(group, Fleet(), Outlook(1_000), new Policy { Groups = [group] }).Decision.Wanted);
    }

    private static FleetSnapshot Fleet() => FleetSnapshot.Create(
        DateTimeOffset.UnixEpoch, new("c"), [],
        [
            new VirtualMachine(
                new("web-1"), "web-1", new("p"), new("c"), null, PowerState.On, 2, new(Size), new(4L << 30), Mobility.Free,
                Web, null),
        ],
        [], []);

    // 5,000 MHz all the time.
    private static Outlook Outlook(double? learned) => new(
        DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 2, [0.5, 0.9], [], [])
    {
        Groups =
        [
            new GroupOutlook(Web, [5_000], new DemandForecast([5_000, 5_000, 5_000, 5_000], "test"))
            {
                Service = learned is { } mhz ? new ServiceOutlook(mhz, 0.05, 500, "queue") : null,
            },
        ],
    };
}
