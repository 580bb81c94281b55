using Vireo.Fleet;
using Vireo.Safety;
using Vireo.Scheduling;

namespace Vireo.Control.Tests.Ordering;

/// <summary>A loop with real guard rails whose decisions plan orders and nothing else.</summary>
internal static class OrderWorld
{
    public static readonly VirtualMachineId Machine = Fleets.MachineId(1);

    public static LoopWorld Create(OperatingMode mode = OperatingMode.Autopilot, bool needsTwo = false)
    {
        var world = new LoopWorld
        {
            Policy = new Policy { DefaultMode = mode },
            Rails = SafetyReview.Review,
            Options = new ClusterLoopOptions { Cluster = Fleets.Cluster, RequireSecondPerson = needsTwo },
        };
        for (int i = 0; i < 100; i++)
        {
            world.Next(Scheduler.PlanOrders);
        }

        return world;
    }

    public static void Order(this LoopWorld world, FleetAction action, string user = "ada", TakeSnapshot? first = null) =>
        world.Time.Run(() => world.Loop.OrderAsync(action, first, user, CancellationToken.None));

    public static void Cancel(this LoopWorld world, long order, string user = "bob") =>
        world.Time.Run(() => world.Loop.CancelOrderAsync(order, user, CancellationToken.None));
}
