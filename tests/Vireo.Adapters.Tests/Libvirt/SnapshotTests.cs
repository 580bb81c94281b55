using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Snapshots: how they are kept, how they are read, and what they keep from being done.</summary>
[Collection("libvirt test host")]
public sealed class SnapshotTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Qcow = "<disk type='file' device='disk'><driver type='qcow2'/><source file='/a.qcow2'/><target dev='vda'/></disk>";
    private const string Raw = "<disk type='file' device='disk'><driver type='raw'/><source file='/b.raw'/><target dev='vdb'/></disk>";
    private const string Block = "<disk type='block' device='disk'><driver type='raw'/><source dev='/dev/sdb'/><target dev='vdc'/></disk>";
    private const string Drive = "<disk type='file' device='cdrom'><source file='/c.iso'/><target dev='sda'/><readonly/></disk>";
    private const string Card = "<hostdev type='pci'><alias name='hostdev0'/></hostdev>";

    [Theory]
    [InlineData("all qcow2", Qcow + Drive, true, false, null)]
    [InlineData("a raw file", Qcow + Raw, true, true, null)]
    [InlineData("a raw file, off", Raw, false, true, null)]
    [InlineData("nothing written", Drive, true, false, "It has no disk of its own that a snapshot could be kept in.")]
    [InlineData("a raw block device", Qcow + Block, true, false, "Its disk 'vdc' is raw of type 'block', which can keep no snapshot.")]
    [InlineData("a card, on", Qcow + Card, true, false, "It owns a device of its host ('hostdev0'), whose state cannot be kept; stop it first.")]
    [InlineData("a card, off", Qcow + Card, false, false, null)]
    public void How_a_snapshot_is_kept_follows_from_the_disks_that_the_guest_writes_to(
        string what, string devices, bool isActive, bool isExternal, string? whyNot)
    {
        var described = DomainXml.Read($"<domain><devices>{devices}</devices></domain>")!;

        var way = SnapshotWay.Of(described, isActive);

        Assert.True((way.IsExternal, way.WhyNot) == (isExternal, whyNot), $"{what}: {way}");
    }

    [Theory]
    [InlineData("<domainsnapshot><name>a</name><creationTime>60</creationTime><state>running</state><memory snapshot='internal'/>" +
        "<parent><name>z</name></parent></domainsnapshot>", "a", true, false, "z")]
    [InlineData("<domainsnapshot><name>b</name><creationTime>60</creationTime><state>disk-snapshot</state><memory snapshot='no'/>" +
        "<disks><disk name='vda' snapshot='external'/></disks></domainsnapshot>", "b", false, true, null)]
    [InlineData("<domainsnapshot><name>c</name><creationTime>60</creationTime><state>shutoff</state></domainsnapshot>", "c", false, false, null)]
    public void A_document_says_what_a_snapshot_keeps(string xml, string name, bool hasMemory, bool isExternal, string? parent)
    {
        var read = SnapshotXml.Read(xml, isCurrent: true);

        Assert.Equal(
            new MachineSnapshot(name, DateTimeOffset.FromUnixTimeSeconds(60))
            {
                HasMemory = hasMemory,
                IsExternal = isExternal,
                IsCurrent = true,
                Parent = parent,
            },
            read);
    }

    [Theory]
    [InlineData("not xml at all <")]
    [InlineData("<domainsnapshot/>")]
    [InlineData("<domainsnapshot><name>a</name><creationTime>soon</creationTime></domainsnapshot>")]
    [InlineData("<domainsnapshot><name>a</name><creationTime>9223372036854775807</creationTime></domainsnapshot>")]
    public void A_document_that_is_none_is_passed_over(string xml) => Assert.Null(SnapshotXml.Read(xml, isCurrent: false));

    [Fact]
    public void A_name_with_signs_of_its_own_is_written_so_that_it_reads_the_same() =>
        Assert.Contains("<name>a&lt;b&amp;ü</name>", SnapshotXml.Write("a<b&ü"), StringComparison.Ordinal);

    [Fact]
    public async Task A_machine_with_a_snapshot_says_that_it_does_not_move_and_its_mark_outlives_going_back()
    {
        Libvirt.Require();
        using var host = SharedTestHost.Open();
        await using var provider = Libvirt.Provider(new LibvirtSettings { Acts = true }, ("h1", SharedTestHost.Uri));
        await provider.ReadInventoryAsync(Token);
        await DoAsync(provider, "s-1", new TakeSnapshot(new(SharedTestHost.Machine), "good"));
        var held = (await FindAsync(provider)).Mobility;

        await DoAsync(provider, "s-2", new RevertToSnapshot(new(SharedTestHost.Machine), "good"));
        await using var next = Libvirt.Provider(new LibvirtSettings { Acts = true }, ("h1", SharedTestHost.Uri));
        var taken = await next.QueryAsync(new ActionId("s-1"), Token);
        var found = await next.QueryAsync(new ActionId("s-2"), Token);
        await (next.Find(new ActionId("s-2"))?.Running ?? Task.CompletedTask);
        found = await next.QueryAsync(new ActionId("s-2"), Token);

        Assert.Equal("it has 1 snapshot, with which libvirt moves no machine", held.Reason);
        Assert.Equal(ActionPhase.Unknown, taken.Phase);
        Assert.Equal((ActionPhase.Succeeded, "It went back to 'good'."), (found.Phase, found.Detail));
    }

    [Fact]
    public async Task A_snapshot_that_an_earlier_process_began_to_take_is_followed_to_its_end()
    {
        Libvirt.Require();
        using var host = SharedTestHost.Open();
        await using var first = Libvirt.Provider(new LibvirtSettings { Acts = true }, ("h1", SharedTestHost.Uri));
        await first.ReadInventoryAsync(Token);
        await DoAsync(first, "s-1", new TakeSnapshot(new(SharedTestHost.Machine), "good"));

        await using var next = Libvirt.Provider(new LibvirtSettings { Acts = true }, ("h1", SharedTestHost.Uri));
        await next.QueryAsync(new ActionId("s-1"), Token);
        var found = await Libvirt.EndOfAsync(next, new ActionId("s-1"));

        Assert.Equal((ActionPhase.Succeeded, "'good' was taken."), (found.Phase, found.Detail));
    }

    private static async Task<VirtualMachine> FindAsync(LibvirtHypervisor provider) =>
        (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(machine => machine.Id.Value == SharedTestHost.Machine);

    private static async Task DoAsync(LibvirtHypervisor provider, string id, FleetAction action)
    {
        await provider.StartAsync(new ActionRequest(new ActionId(id), action, 7, BytesPerSecond.Zero), Token);
        var ended = await Libvirt.EndOfAsync(provider, new ActionId(id));
        Assert.True(ended.Phase == ActionPhase.Succeeded, ended.Detail);
    }
}
