using Vireo.Fleet;
using Vireo.Scheduling;

namespace Vireo.Control.Tests.Execution;

/// <summary>Replicas join the load balancer of their group and leave it before they go, whatever is interrupted.</summary>
public sealed class LoadBalancerTests
{
    private static readonly ProviderId Shop = new("shop");
    private static readonly VmGroupId Web = new("web");
    private static readonly VmTemplateId Template = new("small");

    [Fact]
    public void A_replica_that_goes_is_drained_before_it_is_stopped_and_deleted()
    {
        using var world = World(wanted: 2, out var balancer);
        world.Start();
        world.RunUntil(_ => world.Hypervisor.Machines.Count(IsWeb) == 2);

        Assert.Equal(["drain web-r1-3"], balancer.Told);
        Assert.Equal(["web-r1-1", "web-r1-2"], Serving(balancer));
    }

    [Fact]
    public void A_new_replica_is_sent_requests_once_it_serves()
    {
        using var world = World(wanted: 4, out var balancer);
        world.Start();
        world.RunUntil(_ => balancer.Backends.Count == 4);

        Assert.Equal(world.Hypervisor.Machines.Where(IsWeb).Select(machine => machine.Id.Value).Order(), Serving(balancer));
        Assert.Single(balancer.Told);
    }

    [Fact]
    public void While_the_load_balancer_is_silent_nobody_goes_and_an_incident_says_so()
    {
        using var world = World(wanted: 2, out var balancer);
        world.Start();
        world.RunUntil(state => state.Cycle >= 1 && !state.Fleet.BackendPools.IsEmpty);
        balancer.Silence = "It does not answer.";
        world.RunUntil(state => state.Incidents.Any(incident => incident.Rule == "load-balancer" && incident.ResolvedAt is null));
        int running = world.Hypervisor.Machines.Count(IsWeb);
        Assert.StartsWith(
            "It does not answer. Replicas neither join nor leave", world.Loop.State.Incidents.First(one => one.Rule == "load-balancer").Evidence,
            StringComparison.Ordinal);
        balancer.Silence = "";
        world.RunUntil(state => state.Incidents.Any(incident => incident is { Rule: "load-balancer", ResolvedAt: not null }) &&
            world.Hypervisor.Machines.Count(IsWeb) == 2);

        Assert.Equal(3, running);
        Assert.Equal(["web-r1-1", "web-r1-2"], Serving(balancer));
    }

    [Fact]
    public void Until_it_has_answered_first_it_is_known_and_said_not_to_be_asked_yet()
    {
        using var world = World(wanted: 3, out _);
        var before = world.Create().State.Fleet.BackendPools;
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal([new BackendPool(Shop, Answers: false, []) { IsUnasked = true }], before);
        Assert.Equal([false], world.Loop.State.Fleet.BackendPools.Select(pool => pool.IsUnasked));
    }

    [Fact]
    public void Joining_and_leaving_stand_on_the_lines_of_backend_machine_group_and_load_balancer()
    {
        using var world = World(wanted: 2, out _);
        world.Start();
        world.RunUntil(_ => world.Hypervisor.Machines.Count(IsWeb) == 2);
        world.RunUntil(state => state.Fleet.InFlight.IsEmpty);
        var gone = new VirtualMachineId("web-r1-3");

        string[] all = ["Drain 'web-r1-3' in 'shop'", "Stop 'web-r1-3'", "Delete 'web-r1-3'"];
        Assert.Equal(all, DoneTo(world, EntityId.Of(Web)));
        Assert.Equal(all, DoneTo(world, EntityId.Of(gone)));
        Assert.Equal(all[..1], DoneTo(world, EntityId.Backend(Shop, gone)));
        Assert.Equal(all[..1], DoneTo(world, EntityId.Of(Shop)));
    }

    [Fact]
    public void Figures_tell_a_load_balancer_from_what_runs_machines()
    {
        using var world = World(wanted: 3, out var balancer);
        balancer.Silence = "It does not answer.";
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var up = LoopFigures.Of(world.Loop.State).Where(figure => figure.Name == "vireo_provider_up")
            .Select(figure => (Role: figure.Labels.First(label => label.Name == "role").Value, figure.Value));

        Assert.Equal([("hypervisor", 1.0), ("load-balancer", 0.0)], up.OrderBy(one => one.Role, StringComparer.Ordinal));
    }

    [Fact]
    public void One_that_does_nothing_is_not_asked_every_cycle_and_holds_up_nothing_else()
    {
        using var world = World(wanted: 3, out var balancer);
        balancer.Set(new("web-r1-3"), null);
        balancer.IsDeaf = true;
        world.Start();
        world.RunUntil(state => state.Incidents.Any(incident => incident.Rule == "load-balancer"));
        var journal = world.State.Journal.Since(Fleets.Cluster, DateTimeOffset.MinValue);

        Assert.InRange(journal.Count(entry => entry.Planned.Action is JoinBackendPool), 2, 6);
        Assert.Contains("'shop/web-r1-3' joins", world.Loop.State.Incidents.First(incident => incident.Rule == "load-balancer").Evidence);
    }

    [Fact]
    public void Whom_somebody_else_drains_is_left_so()
    {
        using var world = World(wanted: 3, out var balancer);
        balancer.Set(new("web-r1-2"), BackendState.Draining);
        world.Start();
        world.RunUntil(state => state.Cycle >= 6);

        Assert.Empty(balancer.Told);
        Assert.Contains(
            world.Loop.State.Plans[0].Plan.Refusals, refusal => refusal.Rule == "S23" && refusal.Reason.Contains("'web-r1-2'", StringComparison.Ordinal));
    }

    /// <summary>Dies before and after every write of the state and every call of a provider, in turn.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Whatever_step_it_dies_at_everybody_who_serves_is_sent_requests_and_nobody_else(int wanted)
    {
        int diesAt = 1;
        while (DieAndRecover(diesAt, wanted))
        {
            diesAt++;
        }

        Assert.InRange(diesAt, 15, 400);
    }

    private static bool DieAndRecover(int diesAt, int wanted)
    {
        using var file = new TemporaryFile();
        using var world = World(wanted, out var balancer);
        var first = new Process(diesAt);
        world.State.Dispose();
        world.State = StateStore.Open(file.Path);
        world.Providers = [first.Reach(world.Hypervisor), first.Reach(balancer)];
        world.Start();
        world.State.BeforeWrite = first.Write;
        world.Time.RunUntil(() => first.IsDead || world.Loop.State.Cycle >= 4, TimeSpan.FromHours(2));
        world.Abandon();
        world.State.Dispose();
        if (!first.IsDead)
        {
            world.State = StateStore.OpenInMemory();
            return false;
        }

        // Its other end has been started anew as well: nothing but the lists is left.
        balancer.Restart();
        world.State = StateStore.Open(file.Path);
        world.Providers = [new(world.Hypervisor, world.Hypervisor), new(balancer, balancer)];
        world.Start();
        world.RunUntil(state => state.Cycle >= 8);

        string at = $"Died at step {diesAt}.";
        var running = world.Hypervisor.Machines.Where(IsWeb).Select(machine => machine.Id.Value).Order().ToList();
        Assert.True(running.Count == wanted, $"{at} {running.Count} run.");
        Assert.True(running.SequenceEqual(Serving(balancer)), $"{at} {string.Join(", ", Serving(balancer))} are sent requests.");

        return true;
    }

    // Three replicas that serve; nobody is ever stopped while requests are sent to it.
    private static LoopWorld World(int wanted, out FakeLoadBalancer balancer)
    {
        var policy = PolicyOf(wanted);
        var world = new LoopWorld { Policy = policy };
        foreach (int number in (int[])[1, 2, 3, 4])
        {
            world.Hypervisor.Vanish(Fleets.MachineId(number));
        }

        var shop = balancer = new FakeLoadBalancer(world.Time, Shop);
        foreach (int number in (int[])[1, 2, 3])
        {
            var id = new VirtualMachineId($"web-r1-{number}");
            world.Hypervisor.With(Fleets.Machine(number, number) with { Id = id, Name = id.Value, Group = Web, Template = Template, TemplateVersion = 1 });
            balancer.Set(id, BackendState.Serving);
        }

        world.Hypervisor.BeforeAccept = (request, _) =>
        {
            Assert.False(
                request.Action is PowerOffVirtualMachine stop && shop.Backends.Any(one => one.VirtualMachine == stop.VirtualMachine),
                $"{request.Action} while requests are sent to it.");
            return Task.CompletedTask;
        };
        world.Providers = [new(world.Hypervisor, world.Hypervisor), new(shop, shop)];
        for (int cycle = 0; cycle < 100; cycle++)
        {
            world.Next(fleet => Scheduler.Plan(fleet, new Outlook(fleet.TakenAt, TimeSpan.FromMinutes(5), 0, [0.5], [], []), policy));
        }

        return world;
    }

    private static IEnumerable<string> DoneTo(LoopWorld world, EntityId entity) =>
        new EventTracer(world.State).About(Fleets.Cluster, world.Loop.State.JustHappened, entity, DateTimeOffset.MinValue, 100)
            .Where(traced => traced.Happened.Kind == FleetEventKind.Action)
            .Select(traced => traced.Happened.Message.Split(':')[0]).Reverse();

    private static bool IsWeb(VirtualMachine machine) => machine.Group == Web;

    private static List<string> Serving(FakeLoadBalancer balancer) =>
        [.. balancer.Backends.Where(one => one.State == BackendState.Serving).Select(one => one.VirtualMachine.Value).Order(StringComparer.Ordinal)];

    private static Policy PolicyOf(int wanted) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        Strategy = PlacementStrategy.None,
        Templates = [new VmTemplate(Template, 1, "", 1, new MemoryBytes(1L << 30))],
        Groups =
        [
            new VmGroup { Id = Web, Template = Template, Minimum = 1, Maximum = 5, BackendPool = Shop, Rules = [new FixedCount(wanted)] },
        ],
    };
}
