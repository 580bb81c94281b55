using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Real hosts whose disks are full, closed or empty, or that stand still: each is named, and the other host
/// works.</summary>
[Collection("lab")]
public sealed class StorageLabTests(TemplateLab lab) : IClassFixture<TemplateLab>
{
    private const string Raw = "11111111-2222-4333-8444-555555555577";

    private static readonly VmTemplate Small = new(new VmTemplateId("small"), 1, "", 1, new MemoryBytes(96L << 20))
    {
        UserData = "#cloud-config\n",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_without_room_or_rights_or_the_image_says_so_leaves_nothing_and_the_other_host_makes_the_machine()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = Provider(TimeSpan.FromMinutes(1));
        await provider.ReadInventoryAsync(Token);

        await lab.SetDiskAsync(2, "64k");
        var full = await MakeAsync(provider, "full", "h2");
        await lab.SetDiskAsync(2, "ro");
        var closed = await MakeAsync(provider, "closed", "h2");
        await lab.SetDiskAsync(2, "4m");
        await lab.VirshAsync("2", "vol-delete", "small.raw", "--pool", "images");
        var missing = await MakeAsync(provider, "missing", "h2");
        var made = await MakeAsync(provider, "made", "h1");

        Assert.Equal(
            (ActionPhase.Failed, ActionPhase.Failed, ActionPhase.Failed, ActionPhase.Succeeded),
            (full.Phase, closed.Phase, missing.Phase, made.Phase));
        Assert.Contains("No space left on device", full.Detail, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", closed.Detail, StringComparison.Ordinal);
        Assert.Contains("is in no storage pool of host 'h2'", missing.Detail, StringComparison.Ordinal);
        Assert.All(new[] { full, closed, missing }, status => Assert.StartsWith("Host 'h2'", status.Detail, StringComparison.Ordinal));
        Assert.Equal("", (await lab.VirshAsync("2", "list", "--all", "--name")).Trim());
        string files = await lab.VirshAsync("2", "vol-list", "images");
        Assert.DoesNotMatch(@"(full|closed|missing)\.", files);
        Assert.Contains("made", await lab.VirshAsync("1", "list", "--all", "--name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_whose_disk_has_gone_does_not_start_and_says_which()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = Provider(TimeSpan.FromMinutes(1));
        await provider.ReadInventoryAsync(Token);
        Assert.Equal(ActionPhase.Succeeded, (await MakeAsync(provider, "bare", "h1")).Phase);
        await lab.VirshAsync("1", "vol-delete", "bare.vda.qcow2", "--pool", "images");

        await provider.ReadInventoryAsync(Token);
        var machine = new VirtualMachineId("bare");
        var started = await DoAsync(provider, "start", new PowerOnVirtualMachine(machine, new HostId("h1")));

        Assert.Equal(ActionPhase.Failed, started.Phase);
        Assert.Contains("bare.vda.qcow2", started.Detail, StringComparison.Ordinal);
        Assert.Contains("No such file", started.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_stands_still_with_its_connections_open_is_unreachable_and_comes_back_by_itself()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = Provider(TimeSpan.FromSeconds(5));
        Assert.All((await provider.ReadInventoryAsync(Token)).Hosts, host => Assert.Equal(HostState.On, host.State));

        await lab.HangAsync(2);
        var still = (await provider.ReadInventoryAsync(Token)).Hosts;
        await lab.WakeAsync(2);
        var told = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);
        var back = still;
        while (back.Any(host => host.State != HostState.On))
        {
            back = (await provider.ReadInventoryAsync(Token)).Hosts;
        }

        Assert.Equal([HostState.On, HostState.Unreachable], still.Select(host => host.State));
        Assert.Contains(told, happened => happened.Message == "Host 'h2' did not answer within 5 s; its connection is given up.");
    }

    [Fact]
    public async Task A_guest_that_writes_to_a_raw_disk_gets_a_snapshot_beside_it_and_its_disk_back_when_that_is_deleted()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await lab.VirshAsync("1", "vol-create-as", "images", "raw.raw", "1M", "--format", "raw");
        string definition = await lab.VirshAsync("1", "dumpxml", "small", "--inactive");
        await lab.DefineAsync("1", definition.Replace("small", "raw", StringComparison.Ordinal)
            .Replace((await lab.VirshAsync("1", "domuuid", "small")).Trim(), Raw, StringComparison.Ordinal));
        await lab.VirshAsync("1", "start", "raw");
        await using var provider = Provider(TimeSpan.FromMinutes(1));
        await provider.ReadInventoryAsync(Token);
        var machine = new VirtualMachineId(Raw);

        var taken = await DoAsync(provider, "take", new TakeSnapshot(machine, "good"));
        var with = await MachineAsync(provider, machine);
        string beside = await lab.VirshAsync("1", "domblklist", "raw");
        var deleted = await DoAsync(provider, "delete", new DeleteSnapshot(machine, "good"));
        var without = await MachineAsync(provider, machine);
        await lab.VirshAsync("1", "destroy", "raw");

        Assert.True(taken.Phase == ActionPhase.Succeeded, taken.Detail);
        Assert.True(with.Snapshots.Find("good") is { IsExternal: true, HasMemory: false }, with.Snapshots.ToString());
        Assert.Contains("raw.good", beside, StringComparison.Ordinal);
        Assert.True(deleted.Phase == ActionPhase.Succeeded, deleted.Detail);
        Assert.Empty(without.Snapshots.All);
        Assert.Equal((PowerState.On, PowerState.On), (with.State, without.State));
    }

    private static async Task<VirtualMachine> MachineAsync(LibvirtHypervisor provider, VirtualMachineId id) =>
        (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(machine => machine.Id == id);

    private LibvirtHypervisor Provider(TimeSpan deadline) => new(
        new ProviderId("lab"),
        new LibvirtSettings { Acts = true, StoragePool = "images", Deadline = deadline, Hosts = [lab.Host(1), lab.Host(2)] },
        TimeProvider.System, new Random(1));

    private static async Task<ActionStatus> MakeAsync(LibvirtHypervisor provider, string name, string host)
    {
        var create = new CreateVirtualMachine(new VirtualMachineId(name), Small.Id, new HostId(host))
        {
            Specification = Small,
            StaysOff = true,
        };

        return await DoAsync(provider, name, create);
    }

    private static async Task<ActionStatus> DoAsync(LibvirtHypervisor provider, string id, FleetAction action)
    {
        await provider.StartAsync(Request(id, action), Token);

        return await Libvirt.EndOfAsync(provider, new ActionId(id));
    }

    private static ActionRequest Request(string id, FleetAction action) => new(new ActionId(id), action, 1, BytesPerSecond.Zero);
}
