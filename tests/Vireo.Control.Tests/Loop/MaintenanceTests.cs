using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

/// <summary>The maintenance mode of a hypervisor follows policy, and whose it is stays known.</summary>
public sealed class MaintenanceTests
{
    private static readonly Policy Idle = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        Consolidate = false,
        ManageHostPower = false,
    };

    [Fact]
    public void A_host_is_closed_for_work_and_opened_after_it_and_a_restart_in_between_forgets_nothing()
    {
        var id = Fleets.HostId(7);
        using var world = new LoopWorld { Policy = Idle };
        world.Hypervisor.With(Fleets.Host(7) with { MaintenanceMode = MaintenanceMode.Left });
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Time.Run(() => world.Loop.SetPolicyAsync(Idle with { Maintenance = [id] }, "ada", CancellationToken.None));
        world.Next([new EnterMaintenance(id)]);
        world.RunUntil(state => Of(state, id).MaintenanceMode == MaintenanceMode.Entered);
        world.Stop();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var kept = Of(world.Loop.State, id).MaintenanceMode;
        world.Time.Run(() => world.Loop.SetPolicyAsync(Idle, "ada", CancellationToken.None));
        world.Next([new ExitMaintenance(id)]);
        world.RunUntil(state => Of(state, id).MaintenanceMode == MaintenanceMode.Left);

        Assert.Equal(MaintenanceMode.Entered, kept);
        Assert.False(Of(world.Loop.State, id).IsInMaintenance);
    }

    [Fact]
    public void What_an_administrator_puts_in_after_it_was_out_is_not_ours()
    {
        var id = Fleets.HostId(7);
        using var world = new LoopWorld { Policy = Idle with { Maintenance = [id] } };
        world.Hypervisor.With(Fleets.Host(7) with { MaintenanceMode = MaintenanceMode.Left });
        world.Next([new EnterMaintenance(id)]);
        world.Start();
        world.RunUntil(state => Of(state, id).MaintenanceMode == MaintenanceMode.Entered);

        world.Hypervisor.With(Fleets.Host(7) with { MaintenanceMode = MaintenanceMode.Left });
        world.RunUntil(state => Of(state, id).MaintenanceMode == MaintenanceMode.Left);
        world.Hypervisor.With(Fleets.Host(7) with { IsInMaintenance = true, MaintenanceMode = MaintenanceMode.EnteredByOthers });
        world.RunUntil(state => Of(state, id).MaintenanceMode != MaintenanceMode.Left);

        Assert.Equal(MaintenanceMode.EnteredByOthers, Of(world.Loop.State, id).MaintenanceMode);
    }

    private static Host Of(LoopState state, HostId id) =>
        state.Fleet.Hosts.FirstOrDefault(host => host.Id == id) ?? Fleets.Host(7);
}
