using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What new machines are made of: documents, disks, user data.</summary>
public sealed class MakingTests
{
    private const string Template =
        "<domain type='kvm'><name>golden</name><uuid>11111111-2222-4333-8444-555555555599</uuid><memory unit='GiB'>1</memory><vcpu>4</vcpu>" +
        "<os><type>hvm</type><nvram>/var/nvram/golden.fd</nvram></os><metadata><other xmlns='urn:x'/></metadata><devices>" +
        "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>" +
        "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/pool/golden.img'/><target dev='vda' bus='virtio'/></disk>" +
        "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>" +
        "<serial type='file'><source path='/var/log/golden.console'/></serial>" +
        "<channel type='unix'><source mode='bind' path='/run/golden.agent'/></channel></devices></domain>";

    private static readonly VmTemplate Web = new(new VmTemplateId("web"), 3, "golden", 2, new MemoryBytes(512L << 20))
    {
        UserData = "#cloud-config\n# vireo: address=10.0.0.7\nhostname: web-1\n",
        Disks = [new TemplateDisk("data", 3L << 30)],
        Networks = ["br7"],
        Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(1)),
    };

    [Fact]
    public void A_copy_has_its_own_name_identity_disks_and_network_and_shares_nothing_that_is_written()
    {
        var draft = Drafter().Draft(Template, new DomainMark("lab", 7, "a-1", "CreateVirtualMachine", ""));

        var read = DomainXml.Read(draft.Document)!;
        var devices = XElement.Parse(draft.Document).Element("devices")!;
        Assert.Equal((2, 4, 512L << 20), (read.Cores, read.MaximumCores, read.MemoryBytes));
        Assert.Equal(
            ["", "/pool/web-1.vda.qcow2", "/pool/web-1.vdb.qcow2", "/pool/web-1.seed.iso"],
            read.Disks.Select(disk => disk.Source));
        Assert.Equal("br7", devices.Element("interface")!.Element("source")!.Attribute("bridge")!.Value);
        Assert.Null(devices.Element("interface")!.Element("mac"));
        Assert.Equal("/var/log/web-1.console", devices.Element("serial")!.Element("source")!.Attribute("path")!.Value);
        Assert.DoesNotContain("golden.agent", draft.Document, StringComparison.Ordinal);
        Assert.DoesNotContain("golden.fd", draft.Document, StringComparison.Ordinal);
        Assert.Equal(draft.Mark, read.Mark);
        Assert.Equal(
            new DomainOrigin("web", 3, "", "d-1", "", "10.0.0.7", "vdc", IsMade: false, GuestState.Starting), read.Mark!.Origin);
    }

    [Fact]
    public void A_template_with_a_device_of_its_host_or_a_disk_in_no_pool_is_refused_with_the_reason()
    {
        string owner = Template.Replace("</devices>", "<hostdev type='pci'/></devices>", StringComparison.Ordinal);
        string lost = Template.Replace("/pool/golden.img", "/elsewhere/golden.img", StringComparison.Ordinal);

        var owned = Assert.Throws<LibvirtException>(() => Drafter().Draft(owner, new DomainMark("lab", 7, "a-1", "", "")));
        var missing = Assert.Throws<LibvirtException>(() => Drafter().Draft(lost, new DomainMark("lab", 7, "a-1", "", "")));

        Assert.Equal("The template's domain 'golden' cannot be copied: it owns a device of its host.", owned.Message);
        Assert.Equal(
            "The template's domain 'golden' cannot be copied: its disk 'vda' ('/elsewhere/golden.img') is in no storage pool of host 'h1'.",
            missing.Message);
    }

    [Theory]
    [InlineData("a byte", 1, 1, 4)]
    [InlineData("the reach of one entry", 512L << 20, 1, 4)]
    [InlineData("a byte more", (512L << 20) + 1, 2, 4)]
    [InlineData("five tebibytes", 5L << 40, 10_240, 5)]
    public void An_overlay_has_room_for_its_tables_and_names_the_image_under_it(string what, long capacity, int entries, int clusters)
    {
        byte[] disk = QcowOverlay.Over(new DiskImage("/pool/golden.img", "raw", capacity));

        Assert.True(disk.Length == clusters * 65_536, what);
        Assert.Equal("QFI\u00fb", Encoding.Latin1.GetString(disk, 0, 4));
        Assert.Equal((capacity, entries), (Big64(disk, 24), Big32(disk, 36)));
        Assert.Equal("/pool/golden.img", Encoding.UTF8.GetString(disk, (int)Big64(disk, 8), Big32(disk, 16)));
        Assert.Equal("raw", Encoding.UTF8.GetString(disk, 112, Big32(disk, 108)));
        Assert.Equal(clusters, Enumerable.Range(0, 32_768).Count(i => disk[(2 * 65_536) + (2 * i) + 1] == 1));
    }

    [Fact]
    public void Equal_names_of_one_provider_are_one_machine_and_others_keep_their_own_identity()
    {
        var provider = new ProviderId("lab");
        string uuid = MachineIdentity.UuidOf(provider, new VirtualMachineId("web-1"));

        Assert.Equal("web-1", MachineIdentity.Of(provider, uuid, "web-1").Value);
        Assert.Equal(uuid, MachineIdentity.Of(provider, uuid, "renamed").Value);
        Assert.NotEqual(uuid, MachineIdentity.UuidOf(new ProviderId("other"), new VirtualMachineId("web-1")));
    }

    [Fact]
    public async Task A_machine_that_cannot_be_made_leaves_nothing_and_says_why()
    {
        Libvirt.Require();
        const string Golden = "11111111-2222-4333-8444-555555555599";
        await using var provider = Libvirt.Provider(
            new LibvirtSettings { Acts = true, StoragePool = "default-pool" },
            ("h1", Libvirt.TestHost(Libvirt.Domain("golden", Golden))));
        var token = TestContext.Current.CancellationToken;
        await provider.ReadInventoryAsync(token);
        var create = new CreateVirtualMachine(new VirtualMachineId("web-1"), Web.Id, new HostId("h1"))
        {
            Specification = Web,
        };

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.StartAsync(Request(create), token));
        var unknown = await Assert.ThrowsAsync<ProviderException>(() => provider.StartAsync(
            Request(create with { Specification = Web with { Image = "nothing" } }), token));
        var kept = await Assert.ThrowsAsync<ProviderException>(() => provider.StartAsync(
            Request(new DeleteVirtualMachine(new VirtualMachineId(Golden))), token));

        Assert.Equal("'web-1': The template's domain 'golden' runs; copies of disks that change would be damaged.", refused.Message);
        Assert.StartsWith("'web-1': No host has a domain 'nothing' to copy", unknown.Message, StringComparison.Ordinal);
        Assert.StartsWith("'golden': Vireo did not make it", kept.Message, StringComparison.Ordinal);
        Assert.Single((await provider.ReadInventoryAsync(token)).VirtualMachines);
    }

    private static ActionRequest Request(FleetAction action) => new(new ActionId("a-1"), action, 7, BytesPerSecond.Zero);

    private static MachineDrafter Drafter() => new(
        new CreateVirtualMachine(new VirtualMachineId("web-1"), Web.Id, new HostId("h1"))
        {
            Specification = Web,
            Deployment = new DeploymentId("d-1"),
        },
        "11111111-2222-8333-8444-555555555501", "/pool",
        path => path == "/pool/golden.img" ? new DiskImage(path, "raw", 10L << 30) : null);

    private static long Big64(byte[] disk, int at) => BinaryPrimitives.ReadInt64BigEndian(disk.AsSpan(at));

    private static int Big32(byte[] disk, int at) => BinaryPrimitives.ReadInt32BigEndian(disk.AsSpan(at));
}
