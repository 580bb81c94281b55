using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What is done on a simulated vCenter, and what goes wrong with it.</summary>
public sealed class ActionTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_moves_and_says_itself_that_it_has()
    {
        await using var provider = lab.Provider();
        var (machine, to) = await MoverAsync(provider);

        var moved = await VCenterLab.DoAsync(provider, NewId(), new Migration(machine.Id, machine.Host!.Value, to));

        Assert.Equal((ActionPhase.Succeeded, $"It runs on '{to}'."), (moved.Phase, moved.Detail));
        Assert.Equal(to, await HostOfAsync(provider, machine.Id));
    }

    [Fact]
    public async Task A_move_whose_answer_is_lost_is_found_by_its_token_and_done_once()
    {
        await using var provider = lab.Provider();
        var (machine, to) = await MoverAsync(provider);
        await lab.ControlAsync("/lab/lose?method=RelocateVM_Task&n=1");
        int before = await CallsAsync("RelocateVM_Task");

        var moved = await VCenterLab.DoAsync(provider, NewId(), new Migration(machine.Id, machine.Host!.Value, to));

        Assert.True(moved.Phase == ActionPhase.Succeeded, moved.Detail);
        Assert.Equal(before + 1, await CallsAsync("RelocateVM_Task"));
    }

    [Fact]
    public async Task After_a_restart_an_action_is_found_again_and_not_done_twice()
    {
        await using var first = lab.Provider();
        var (machine, to) = await MoverAsync(first);
        string id = NewId();
        var move = new Migration(machine.Id, machine.Host!.Value, to);
        await VCenterLab.DoAsync(first, id, move);
        int before = await CallsAsync("RelocateVM_Task");

        await using var second = lab.Provider();
        await second.ReadInventoryAsync(Token);
        var found = await second.QueryAsync(new ActionId(id), Token);
        var ended = await VCenterLab.EndOfAsync(second, new ActionId(id));

        Assert.NotEqual(ActionPhase.Unknown, found.Phase);
        Assert.True(ended.Phase == ActionPhase.Succeeded, ended.Detail);
        Assert.Equal(before, await CallsAsync("RelocateVM_Task"));
    }

    [Fact]
    public async Task A_task_that_fails_says_so_in_the_servers_words_and_the_machine_stays()
    {
        await using var provider = lab.Provider();
        var (machine, to) = await MoverAsync(provider);
        await lab.ControlAsync("/lab/fault?method=RelocateVM_Task&pct=100&type=InsufficientCpuResourcesFault");
        try
        {
            var moved = await VCenterLab.DoAsync(provider, NewId(), new Migration(machine.Id, machine.Host!.Value, to));

            Assert.Equal(ActionPhase.Failed, moved.Phase);
            Assert.Equal("injected InsufficientCpuResourcesFault (InsufficientCpuResourcesFault).", moved.Detail);
            Assert.Equal(machine.Host, await HostOfAsync(provider, machine.Id));
        }
        finally
        {
            await lab.ControlAsync("/lab/fault?method=RelocateVM_Task&pct=0");
        }
    }

    [Fact]
    public async Task Under_failing_tasks_and_dropped_connections_every_move_ends_and_the_inventory_agrees_with_its_word()
    {
        await using var provider = lab.Provider();
        await provider.ReadInventoryAsync(Token);
        await lab.ControlAsync("/lab/fault?method=RelocateVM_Task&pct=30&type=ResourceInUse");
        await lab.ControlAsync("/lab/chaos?drop=5&delay=5");
        try
        {
            for (int round = 0; round < 12; round++)
            {
                var (machine, to) = await PatientlyAsync(() => MoverAsync(provider, round));
                string id = NewId();
                await PatientlyAsync(async () =>
                {
                    await provider.StartAsync(
                        new ActionRequest(new ActionId(id), new Migration(machine.Id, machine.Host!.Value, to), 1,
                            BytesPerSecond.Zero), Token);
                    return true;
                });
                var ended = await PatientlyAsync(() => VCenterLab.EndOfAsync(provider, new ActionId(id)));
                var host = await PatientlyAsync(() => HostOfAsync(provider, machine.Id));

                Assert.Equal(ended.Phase == ActionPhase.Succeeded ? to : machine.Host, host);
            }
        }
        finally
        {
            await lab.ControlUnderChaosAsync("/lab/chaos?drop=0&delay=0");
            await lab.ControlAsync("/lab/fault?method=RelocateVM_Task&pct=0");
        }
    }

    [Fact]
    public async Task A_machine_that_is_off_gets_another_size_and_one_that_runs_is_restarted_for_it()
    {
        await using var provider = lab.Provider();
        var machine = (await provider.ReadInventoryAsync(Token))
            .VirtualMachines.First(one => one.State == PowerState.On);
        var wanted = new ResizeVirtualMachine(machine.Id, machine.Cores + 1,
            machine.Memory + new MemoryBytes(64 << 20))
        { Restarts = true };

        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => VCenterLab.DoAsync(provider, NewId(), wanted with { Restarts = false }));
        var resized = await VCenterLab.DoAsync(provider, NewId(), wanted);
        var seen = (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id == machine.Id);

        Assert.Contains("hot-add is not enabled", refused.Message, StringComparison.Ordinal);
        Assert.True(resized.Phase == ActionPhase.Succeeded, resized.Detail);
        Assert.Equal((wanted.Cores, wanted.Memory, PowerState.On), (seen.Cores, seen.Memory, seen.State));
    }

    [Fact]
    public async Task A_machine_that_was_stopped_for_another_size_when_Vireo_was_killed_gets_it_and_runs_again()
    {
        await using var killed = lab.Provider();
        var machine = (await killed.ReadInventoryAsync(Token)).VirtualMachines.First(one => one.State == PowerState.On);
        var reference = killed.ReferenceOf(machine.Id);
        string id = NewId();
        var wanted = new ResizeVirtualMachine(machine.Id, machine.Cores + 1, machine.Memory + new MemoryBytes(32 << 20));
        var mark = new PendingResize(id, wanted.Cores, wanted.Memory.Value >> 20, machine.Id.Value);
        await killed.SendAsync(MachineCalls.SetOptions(reference, mark.Option) with { Activation = id }, Token);
        await killed.SendAsync(MachineCalls.PowerOff(reference) with { Activation = id }, Token);

        await using var next = lab.Provider();
        var found = await next.QueryAsync(new ActionId(id), Token);
        var ended = await VCenterLab.EndOfAsync(next, new ActionId(id));
        var seen = (await next.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id == machine.Id);

        Assert.NotEqual(ActionPhase.Unknown, found.Phase);
        Assert.True(ended.Phase == ActionPhase.Succeeded, ended.Detail);
        Assert.Equal((PowerState.On, wanted.Cores, wanted.Memory), (seen.State, seen.Cores, seen.Memory));
    }

    [Fact]
    public async Task A_machine_that_was_being_made_when_Vireo_was_killed_is_taken_away()
    {
        await using var killed = lab.Provider();
        string template = await lab.TemplateAsync(killed);
        var host = (await killed.ReadInventoryAsync(Token)).Hosts[0].Id;
        string id = NewId();
        await lab.ControlAsync("/lab/fault?method=ReconfigVM_Task&pct=100&type=HostCommunication");
        await lab.ControlAsync("/lab/fault?method=Destroy_Task&pct=100&type=HostCommunication");
        var left = await VCenterLab.DoAsync(killed, id, Create("half-1", template, host));
        await lab.ControlAsync("/lab/fault?method=ReconfigVM_Task&pct=0");
        await lab.ControlAsync("/lab/fault?method=Destroy_Task&pct=0");
        bool wasLeft = (await lab.MachinesAsync()).Any(one => one.Name == "half-1");

        await using var next = lab.Provider();
        var found = await next.QueryAsync(new ActionId(id), Token);
        var ended = await VCenterLab.EndOfAsync(next, new ActionId(id));

        Assert.Equal(ActionPhase.Failed, left.Phase);
        Assert.True(wasLeft);
        Assert.NotEqual(ActionPhase.Unknown, found.Phase);
        Assert.Equal(ActionPhase.Failed, ended.Phase);
        Assert.Contains("was deleted", ended.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await lab.MachinesAsync(), one => one.Name == "half-1");
    }

    [Fact]
    public async Task A_host_enters_maintenance_receives_nothing_and_leaves_it()
    {
        await using var provider = lab.Provider();
        var (machine, to) = await MoverAsync(provider);

        var entered = await VCenterLab.DoAsync(provider, NewId(), new EnterMaintenance(to));
        bool isIn = (await provider.ReadInventoryAsync(Token)).Hosts.Single(host => host.Id == to).IsInMaintenance;
        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => VCenterLab.DoAsync(provider, NewId(), new Migration(machine.Id, machine.Host!.Value, to)));
        var left = await VCenterLab.DoAsync(provider, NewId(), new ExitMaintenance(to));

        Assert.True(entered.Phase == ActionPhase.Succeeded, entered.Detail);
        Assert.True(isIn);
        Assert.Contains("in maintenance", refused.Message, StringComparison.Ordinal);
        Assert.True(left.Phase == ActionPhase.Succeeded, left.Detail);
        Assert.False((await provider.ReadInventoryAsync(Token)).Hosts.Single(host => host.Id == to).IsInMaintenance);
    }

    [Fact]
    public async Task A_pool_is_made_with_its_terms_and_members_changed_and_read_back_as_it_was_asked_for()
    {
        await using var provider = lab.Provider();
        var machines = (await provider.ReadInventoryAsync(Token)).VirtualMachines;
        var members = machines.Take(2).Select(machine => machine.Id).Order().ToList();
        var terms = PoolTerms.Usual with
        {
            Cpu = new ResourceTerms(1_000.4, 4_000, 2.5),
            Memory = new ResourceTerms(1_234_567_890, null, null),
        };
        var wanted = new PoolSetting(new ResourcePoolId("shop"), new ClusterId("vc"), new ProviderId("vc"), null, terms,
            [.. members]);
        var other = wanted with { Terms = PoolTerms.Usual, VirtualMachines = [members[0]] };

        var made = await VCenterLab.DoAsync(provider, NewId(), new SetPoolTerms(wanted));
        Assert.True(made.Phase == ActionPhase.Succeeded, made.Detail);
        var first = await PoolAsync(provider, "shop");
        var changed = await VCenterLab.DoAsync(provider, NewId(), new SetPoolTerms(other));
        var second = await PoolAsync(provider, "shop");
        await using var stranger = lab.Provider();
        await VCenterLab.DoAsync(provider, NewId(), new SetPoolTerms(wanted));

        Assert.True(first.IsSameAs(wanted), first.ToString());
        Assert.True(changed.Phase == ActionPhase.Succeeded, changed.Detail);
        Assert.True(second.IsSameAs(other), second.ToString());
        Assert.Equal((1_001, 4_000, 2.5), (await PoolAsync(stranger, "shop"))
            .Terms.Cpu switch
        { var cpu => (cpu.Reservation, cpu.Limit, cpu.Shares) });
    }

    [Fact]
    public async Task A_machine_is_made_from_a_template_is_known_as_ours_and_is_deleted_again()
    {
        await using var provider = lab.Provider();
        string template = await lab.TemplateAsync(provider);
        var host = (await provider.ReadInventoryAsync(Token)).Hosts[^1].Id;
        var create = Create("web-1", template, host);

        var made = await VCenterLab.DoAsync(provider, NewId(), create);
        var seen = (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id.Value == "web-1");
        var neighbour = (await provider.ReadInventoryAsync(Token)).VirtualMachines.First(one => one.Id != seen.Id);
        var again = await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(provider, NewId(), create));
        var foreign = await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(
            provider, NewId(), new DeleteVirtualMachine(neighbour.Id)));
        var deleted = await VCenterLab.DoAsync(provider, NewId(), new DeleteVirtualMachine(seen.Id));

        Assert.True(made.Phase == ActionPhase.Succeeded, made.Detail);
        Assert.Equal(
            (PowerState.On, host, 3, 96L << 20, "web", 4, "shop-1"),
            (seen.State, seen.Host, seen.Cores, seen.Memory.Value, seen.Template?.Value, seen.TemplateVersion,
                seen.Deployment?.Value));
        Assert.Contains("of this name already", again.Message, StringComparison.Ordinal);
        Assert.Contains("Vireo did not make it", foreign.Message, StringComparison.Ordinal);
        Assert.True(deleted.Phase == ActionPhase.Succeeded, deleted.Detail);
        Assert.DoesNotContain((await lab.MachinesAsync()), one => one.Name == "web-1");
    }

    [Theory]
    [InlineData("ReconfigVM_Task")]
    [InlineData("PowerOnVM_Task")]
    public async Task A_machine_that_cannot_be_completed_leaves_nothing(string step)
    {
        await using var provider = lab.Provider();
        string template = await lab.TemplateAsync(provider);
        var host = (await provider.ReadInventoryAsync(Token)).Hosts[0].Id;
        await lab.ControlAsync($"/lab/fault?method={step}&pct=100&type=NoDiskSpace");
        try
        {
            var made = await VCenterLab.DoAsync(provider, NewId(), Create("broken-1", template, host));

            Assert.Equal(ActionPhase.Failed, made.Phase);
            Assert.Contains("NoDiskSpace", made.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain((await lab.MachinesAsync()), one => one.Name == "broken-1");
        }
        finally
        {
            await lab.ControlAsync($"/lab/fault?method={step}&pct=0");
        }
    }

    private static string NewId() => $"t-{Guid.NewGuid()}";

    private static CreateVirtualMachine Create(string name, string image, HostId host) =>
        new(new VirtualMachineId(name), new VmTemplateId("web"), host)
        {
            Specification = new VmTemplate(new VmTemplateId("web"), 4, image, 3,
                new MemoryBytes(96 << 20))
            { UserData = "#cloud-config\n" },
            Deployment = new DeploymentId("shop-1"),
        };

    private static async Task<(VirtualMachine Machine, HostId To)> MoverAsync(VSphereHypervisor provider, int which = 0)
    {
        var inventory = await provider.ReadInventoryAsync(Token);
        var running = inventory.VirtualMachines.Where(one => one.State == PowerState.On).OrderBy(one => one.Id)
            .ToList();
        var machine = running[which % running.Count];

        return (machine, inventory.Hosts.OrderBy(host => host.Id).First(host => host.Id != machine.Host).Id);
    }

    private static async Task<HostId?> HostOfAsync(VSphereHypervisor provider, VirtualMachineId id) =>
        (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id == id).Host;

    private static async Task<PoolSetting> PoolAsync(VSphereHypervisor provider, string name) =>
        (await provider.ReadInventoryAsync(Token)).Pools.Single(pool => pool.Pool.Value == name);

    private async Task<int> CallsAsync(string method)
    {
        using var calls = System.Text.Json.JsonDocument.Parse(await lab.ControlAsync("/lab/calls"));

        return calls.RootElement.TryGetProperty(method, out var count) ? count.GetInt32() : 0;
    }

    // As the loop does: what may pass is tried again.
    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (ProviderException failure) when (failure.IsTransient)
            {
                await Task.Yield();
            }
        }
    }
}
