using Vireo.Fleet;
using Vireo.Scheduling;

namespace Vireo.Control.Tests.Execution;

public sealed class DeploymentCrashTests
{
    private static readonly VirtualMachineId Db = new("db");
    private static readonly VirtualMachineId Web = new("web");

    private static readonly VmTemplate Small = new(new("small"), 1, "", 1, new MemoryBytes(1L << 30))
    {
        UserData = "#cloud-config\nhostname: {{machine}}\n",
        Health = new HealthCheck(HealthCheckKind.Agent, 0, "", TimeSpan.FromMinutes(5)),
    };

    /// <summary>Dies before and after every write of the state and every call of the provider, in turn.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("web")]
    public void Whatever_step_it_dies_at_a_deployment_ends_whole_or_leaves_nothing(string? broken)
    {
        int diesAt = 1;
        while (DieAndRecover(diesAt, broken))
        {
            diesAt++;
        }

        Assert.InRange(diesAt, 30, 800);
    }

    private static bool DieAndRecover(int diesAt, string? broken)
    {
        using var file = new TemporaryFile();
        using var world = new LoopWorld { Policy = Policy };
        world.Hypervisor.Failure = request =>
            request.Action is CheckVirtualMachine check && check.VirtualMachine.Value == broken ? "it does not answer" : null;
        var first = new Process(diesAt);
        LiveFirstLife(world, file, first);
        if (!first.IsDead)
        {
            return false;
        }

        world.State = StateStore.Open(file.Path);
        world.Providers = [new ConnectedProvider(world.Hypervisor, world.Hypervisor)];
        Script(world);
        world.Start();
        world.RunUntil(state => state.Cycle >= 12, TimeSpan.FromHours(3));
        AssertWholeOrNothing(world, diesAt, broken);

        return true;
    }

    private static void LiveFirstLife(LoopWorld world, TemporaryFile file, Process life)
    {
        world.State.Dispose();
        world.State = StateStore.Open(file.Path);
        world.Providers = [life.Reach(world.Hypervisor)];
        Script(world);
        var loop = world.Start();
        world.RunUntil(state => state.Cycle >= 1);
        world.Time.Start(() => loop.DeployAsync(Request, "anna", TestContext.Current.CancellationToken));
        world.Time.RunUntil(() => !loop.State.Deployments.IsEmpty, TimeSpan.FromMinutes(1));
        world.State.BeforeWrite = life.Write;
        world.Time.RunUntil(
            () => life.IsDead || loop.State.Deployments is [{ Deployment.HasEnded: true }], TimeSpan.FromHours(2));
        world.Abandon();
        world.State.Dispose();
    }

    // What is really decided, every cycle.
    private static void Script(LoopWorld world)
    {
        for (int cycle = 0; cycle < 40; cycle++)
        {
            world.Next(fleet => Scheduler.Plan(fleet, new Outlook(fleet.TakenAt, TimeSpan.FromMinutes(5), 0, [0.5], [], []), Policy));
        }
    }

    private static void AssertWholeOrNothing(LoopWorld world, int diesAt, string? broken)
    {
        string at = $"Died at step {diesAt}.";
        var deployment = world.Loop.State.Deployments.Single().Deployment;
        var left = world.Loop.State.Fleet.VirtualMachines.Where(machine => machine.Id == Db || machine.Id == Web).ToList();
        Assert.True(world.Hypervisor.IsIdle, at);
        if (broken is null && deployment.Status == DeploymentStatus.Done)
        {
            Assert.True(left.Count == 2 && left.TrueForAll(machine => machine.Guest == GuestState.Healthy), at);
        }
        else
        {
            Assert.True(deployment.Status == DeploymentStatus.Undone, $"{at} It is {deployment.Status}: {deployment.Reason}");
            Assert.True(left.Count == 0, $"{at} {left.Count} machines are left.");
            Assert.True(deployment.Reason.Length > 0, at);
        }

        var made = world.Hypervisor.Ended.Where(end => end.HadEffect && end.Request.Action is CreateVirtualMachine)
            .Select(end => end.Request.Action.Target).ToList();
        Assert.True(made.Distinct().Count() == made.Count, $"{at} A machine was made twice.");
    }

    private static Policy Policy { get; } = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        Consolidate = false,
        ManageHostPower = false,
        Templates = [Small],
    };

    private static Deployment Request { get; } = new()
    {
        Id = new("shop"),
        Machines = [new DeployedMachine(Db, Small.Id), new DeployedMachine(Web, Small.Id) { After = [Db] }],
        RequestedBy = "",
        RequestedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1),
    };
}
