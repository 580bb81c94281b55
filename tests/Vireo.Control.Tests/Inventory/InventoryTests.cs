using Vireo.Fleet;

namespace Vireo.Control.Tests.Inventory;

public sealed class InventoryTests
{
    private static readonly ProviderId Other = new("p2");

    [Fact]
    public void A_provider_that_fails_keeps_its_last_known_objects_and_its_hosts_are_unreachable()
    {
        using var world = new LoopWorld();
        var second = WithSecondProvider(world);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        second.OnRead = _ => throw new ProviderException("down for maintenance", isTransient: true);
        world.RunUntil(state => state.Cycle == 2);

        var state = world.Loop.State;
        Assert.Equal(HostState.Unreachable, state.Fleet.Hosts.Single(host => host.Provider == Other).State);
        Assert.Contains(state.Fleet.VirtualMachines, machine => machine.Provider == Other);
        Assert.All(state.Fleet.Hosts.Where(host => host.Provider != Other), host => Assert.Equal(HostState.On, host.State));
        Assert.Equal("down for maintenance", state.Providers.Single(health => health.Provider == Other).Error);
        Assert.Single(state.Timeline, happened => happened.Message.StartsWith("Provider 'p2' failed: down for maintenance"));
    }

    [Fact]
    public void A_provider_that_hangs_delays_a_cycle_by_its_deadline_and_actions_of_others_not_at_all()
    {
        using var world = new LoopWorld { Options = new ClusterLoopOptions { Cluster = Fleets.Cluster, ProviderDeadline = TimeSpan.FromSeconds(20) } };
        var second = WithSecondProvider(world);
        world.Hypervisor.Duration = _ => TimeSpan.FromSeconds(320);
        world.Options = world.Options with { Timeouts = new ActionTimeouts { MigrationBase = TimeSpan.FromMinutes(10) } };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        second.OnRead = _ => new TaskCompletionSource().Task;
        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.True(world.Outcome("plan1-0").EndedAt - world.Outcome("plan1-0").StartedAt <= TimeSpan.FromSeconds(325));
        world.RunUntil(state => state.Cycle == 3);
        Assert.Equal(TimeSpan.FromSeconds(620), world.Time.Now.TimeOfDay);
    }

    [Fact]
    public void An_adapters_bug_is_its_providers_error_and_nobody_elses()
    {
        using var world = new LoopWorld();
        WithSecondProvider(world).OnRead = _ => throw new InvalidCastException("oops");
        world.Start();

        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal("Its adapter failed: oops", world.Loop.State.Providers.Single(health => health.Provider == Other).Error);
        Assert.Equal(3, world.Loop.State.Fleet.Hosts.Length);
    }

    [Fact]
    public void A_provider_that_answers_again_is_trusted_again_and_both_are_told_once()
    {
        using var world = new LoopWorld();
        int reads = 0;
        world.Hypervisor.OnRead = _ => ++reads is 2 or 3
            ? throw new ProviderException("timeout", isTransient: true)
            : Task.CompletedTask;
        world.Start();

        world.RunUntil(state => state.Cycle == 5);

        Assert.All(world.Loop.State.Fleet.Hosts, host => Assert.Equal(HostState.On, host.State));
        Assert.Single(world.Loop.State.Timeline, happened => happened.Message.StartsWith("Provider 'p1' failed"));
        Assert.Single(world.Loop.State.Timeline, happened => happened.Message == "Provider 'p1' answers again.");
    }

    public static TheoryData<string, Host> ImpossibleHosts() => new()
    {
        { "reports 0 cores", Fleets.Host(9) with { Cores = 0 } },
        { "reports a CPU capacity of NaN MHz", Fleets.Host(9) with { CpuCapacity = new CpuMhz(double.NaN) } },
        { "reports -5 bytes of memory", Fleets.Host(9) with { MemoryCapacity = new MemoryBytes(-5) } },
        { "reports a link of -1 bytes per second", Fleets.Host(9) with { NetworkCapacity = new BytesPerSecond(-1) } },
        { "has a power curve of fewer than two points", Fleets.Host(9) with { Power = new PowerCurve([100]) } },
        { "has an impossible power curve", Fleets.Host(9) with { Power = new PowerCurve([100, double.PositiveInfinity]) } },
        { "says it belongs to provider 'p2'", Fleets.Host(9) with { Provider = Other } },
    };

    [Theory]
    [MemberData(nameof(ImpossibleHosts))]
    public void An_impossible_host_is_set_aside_and_told_once(string why, Host host)
    {
        using var world = new LoopWorld();
        world.Hypervisor.ExtraHosts.Add(host);
        world.Start();

        world.RunUntil(state => state.Cycle == 3);

        Assert.Equal(3, world.Loop.State.Fleet.Hosts.Length);
        Assert.Single(world.Loop.State.Timeline, happened => happened.Message == $"Host 'h-9' {why}. It is set aside with its machines.");
    }

    [Fact]
    public void A_host_that_turns_impossible_keeps_its_last_good_facts_and_is_left_alone()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Hypervisor.With(Fleets.Host(1) with { Cores = 0, MemoryCapacity = MemoryBytes.Zero });
        world.RunUntil(state => state.Cycle == 2);

        var host = world.Loop.State.Fleet.Hosts[0];
        Assert.Equal((HostState.Unreachable, 16, 64L << 30), (host.State, host.Cores, host.MemoryCapacity.Value));
        Assert.Equal(4, world.Loop.State.Fleet.VirtualMachines.Length);
    }

    [Fact]
    public void A_machine_that_turns_impossible_keeps_its_last_good_facts_and_may_not_move()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Hypervisor.With(Fleets.Machine(1, 1) with { Memory = new MemoryBytes(-1) });
        world.RunUntil(state => state.Cycle == 2);

        var machine = world.Loop.State.Fleet.VirtualMachines[0];
        Assert.Equal((4L << 30, false), (machine.Memory.Value, machine.Mobility.CanMigrate));
    }

    [Fact]
    public void A_machine_that_never_was_possible_closes_its_host_because_that_may_be_fuller_than_it_looks()
    {
        using var world = new LoopWorld();
        world.Hypervisor.ExtraMachines.Add(Fleets.Machine(9, host: 2) with { Memory = new MemoryBytes(-1) });
        world.Start();

        world.RunUntil(state => state.Cycle == 1);

        Assert.False(world.Loop.State.Fleet.Hosts[1].CanReceive);
        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message ==
            "Machine 'vm-9' reports -1 bytes of memory. It is set aside and its host 'h-2' takes no machines.");
    }

    [Fact]
    public void Two_machines_of_one_name_are_fine_two_of_one_identifier_are_told_and_the_first_stands()
    {
        using var world = new LoopWorld();
        var second = WithSecondProvider(world);
        second.ExtraMachines.Add(Fleets.Machine(1, host: 8, Other) with { Name = "impostor" });
        world.Hypervisor.ExtraMachines.Add(Fleets.Machine(7, host: 1) with { Name = "machine-1" });
        world.Start();

        world.RunUntil(state => state.Cycle == 3);

        var machines = world.Loop.State.Fleet.VirtualMachines;
        Assert.Equal(2, machines.Count(machine => machine.Name == "machine-1"));
        Assert.DoesNotContain(machines, machine => machine.Name == "impostor");
        Assert.Single(world.Loop.State.Timeline, happened => happened.Message.StartsWith("VirtualMachine/vm-1 is reported by provider 'p2'"));
    }

    [Fact]
    public void A_machine_on_a_host_nobody_knows_is_set_aside()
    {
        using var world = new LoopWorld();
        world.Hypervisor.ExtraMachines.Add(Fleets.Machine(9, host: 77));
        world.Start();

        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal(4, world.Loop.State.Fleet.VirtualMachines.Length);
        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message.Contains("is on host 'h-77', which is not among the believable ones"));
    }

    [Fact]
    public void Changes_appear_on_the_time_line()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Hypervisor.With(Fleets.Host(2) with { IsInMaintenance = true }, Fleets.Host(3) with { State = HostState.Failed });
        world.Hypervisor.With(Fleets.Machine(2, 1) with { Cores = 8 }, Fleets.Machine(8, 2));
        world.Hypervisor.Vanish(Fleets.MachineId(4));
        world.RunUntil(state => state.Cycle == 2);

        Assert.Equal(
            [
                (FleetEventKind.StateChanged, "Host 'host-2' entered maintenance."),
                (FleetEventKind.Failed, "Host 'host-3' went from On to Failed."),
                (FleetEventKind.Reconfigured, "Machine 'machine-2' now has 8 cores and 4 GiB of memory."),
                (FleetEventKind.Vanished, "Machine 'machine-4' is gone."),
                (FleetEventKind.Appeared, "Machine 'machine-8' appeared."),
            ],
            world.Loop.State.Timeline.Reverse().Where(happened => happened.Source == "p1").Select(happened => (happened.Kind, happened.Message)));
    }

    [Fact]
    public void Hosts_of_other_clusters_are_left_out_without_a_word()
    {
        using var world = new LoopWorld();
        world.Hypervisor.With(Fleets.Host(9) with { Cluster = new ClusterId("c2") });
        world.Hypervisor.With(Fleets.Machine(9, 9) with { Cluster = new ClusterId("c2") });
        world.Start();

        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal((3, 4), (world.Loop.State.Fleet.Hosts.Length, world.Loop.State.Fleet.VirtualMachines.Length));
        Assert.Empty(world.Loop.State.Timeline);
    }

    [Fact]
    public void Two_providers_of_one_name_are_a_wrong_configuration()
    {
        using var world = new LoopWorld();
        world.Providers = [world.Providers[0], world.Providers[0]];

        Assert.Throws<ArgumentException>(world.Create);
    }

    private static FakeHypervisor WithSecondProvider(LoopWorld world)
    {
        var second = new FakeHypervisor(world.Time, Other);
        second.With(Fleets.Host(8, Other));
        second.With(Fleets.Machine(80, 8, Other));
        world.Providers = [.. world.Providers, new ConnectedProvider(second, second)];

        return second;
    }
}
