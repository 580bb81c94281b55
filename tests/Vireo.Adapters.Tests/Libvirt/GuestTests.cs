using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What is read of guests and of the memory of hosts.</summary>
public sealed class GuestTests
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["os.pretty-name"] = "Debian GNU/Linux 12 (bookworm)",
        ["hostname"] = "web-1",
        ["fs.0.fstype"] = "ext4",
        ["fs.1.fstype"] = "iso9660",
        ["fs.2.fstype"] = "xfs",
        ["if.0.addr.0.addr"] = "127.0.0.1",
        ["if.1.addr.0.addr"] = "10.0.0.7",
        ["if.1.addr.1.addr"] = "fe80::1",
        ["if.1.addr.2.addr"] = "nowhere",
    };

    private static readonly Dictionary<string, double> Numbers = new()
    {
        ["fs.count"] = 4,
        ["fs.0.total-bytes"] = 1_000,
        ["fs.0.used-bytes"] = 250,
        ["fs.1.total-bytes"] = 1_000,
        ["fs.1.used-bytes"] = 1_000,
        ["fs.2.total-bytes"] = 0,
        ["fs.2.used-bytes"] = 5,
        ["if.count"] = 2,
        ["if.0.addr.count"] = 1,
        ["if.1.addr.count"] = 3,
    };

    [Fact]
    public void An_agent_tells_system_name_addresses_and_the_fullest_file_system_that_can_fill_up()
    {
        var answer = new GuestAnswer(Texts, Numbers);

        Assert.Equal(
            new GuestAgent("")
            {
                OperatingSystem = "Debian GNU/Linux 12 (bookworm)",
                HostName = "web-1",
                Addresses = new TagSet("10.0.0.7"),
            },
            answer.Show());
        Assert.Equal(0.25, answer.FullestFileSystem());
    }

    [Fact]
    public void An_agent_that_says_nothing_or_anything_is_believed_as_far_as_it_can_be()
    {
        var nothing = new GuestAnswer(new Dictionary<string, string>(), new Dictionary<string, double>());
        var anything = new GuestAnswer(
            new Dictionary<string, string> { ["hostname"] = new('x', 100_000) },
            new Dictionary<string, double> { ["fs.count"] = 1e300, ["if.count"] = -5, ["fs.0.total-bytes"] = 1, ["fs.0.used-bytes"] = 1e9 });

        Assert.Equal((new GuestAgent(""), null), (nothing.Show(), nothing.FullestFileSystem()));
        Assert.Equal((200, 1d), (anything.Show().HostName!.Length, anything.FullestFileSystem()));
    }

    [Theory]
    [InlineData("", nameof(AgentChannel.None))]
    [InlineData("<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>", nameof(AgentChannel.Silent))]
    [InlineData(
        "<channel/><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>",
        nameof(AgentChannel.Connected))]
    [InlineData("<channel type='unix'><target type='virtio' name='other' state='connected'/></channel>", nameof(AgentChannel.None))]
    public void Whether_an_agent_listens_stands_in_the_document(string channels, string expected)
    {
        var read = DomainXml.Read($"<domain type='kvm'><vcpu>1</vcpu><devices>{channels}</devices></domain>")!.AgentChannel;

        Assert.Equal(expected, read.ToString());
        Assert.Equal(read != AgentChannel.Connected, GuestWatch.WhyNot(read) is { Length: > 0 });
    }

    [Fact]
    public async Task A_machine_without_a_channel_says_that_no_agent_can_be_asked_and_how_to_change_that()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(
            new LibvirtSettings { Acts = true }, ("h1", Libvirt.TestHost(Libvirt.Domain("web", "11111111-2222-4333-8444-555555555501"))));
        await using var reader = Libvirt.Provider(
            new LibvirtSettings(), ("h1", Libvirt.TestHost(Libvirt.Domain("web", "11111111-2222-4333-8444-555555555501"))));

        GuestAgent? agent = null;
        while (agent is null)
        {
            agent = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines).Agent;
        }

        Assert.StartsWith("The machine has no channel org.qemu.guest_agent.0", agent.Problem, StringComparison.Ordinal);
        Assert.Null(Assert.Single((await reader.ReadInventoryAsync(Token)).VirtualMachines).Agent);
    }

    [Fact]
    public void The_memory_of_a_host_is_shown_by_the_processors_that_reach_it_fastest()
    {
        const string Cells = "<cells num='2'><cell id='1'><memory unit='KiB'>2097152</memory><distances><sibling id='0' value='21'/>" +
            "<sibling id='1' value='10'/></distances><cpus num='8'/></cell><cell id='0'><memory unit='KiB'>1048576</memory><cpus num='4'/></cell></cells>";

        var read = HostCapabilities.Read("QEMU", $"<capabilities><host><topology>{Cells}</topology></host></capabilities>").Numa;

        Assert.Equal(
            new NumaTopology([new NumaNode(0, 4, new MemoryBytes(1L << 30), 0), new NumaNode(1, 8, new MemoryBytes(2L << 30), 21)]), read);
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("empty", "<topology><cells num='0'/></topology>")]
    public void A_host_that_does_not_say_shows_none(string what, string topology) => Assert.True(
        HostCapabilities.Read("QEMU", $"<capabilities><host>{topology}</host></capabilities>").Numa is null, what);

    [Fact]
    public void A_cell_that_says_nothing_is_shown_as_nothing() => Assert.Equal(
        new NumaTopology([new NumaNode(0, 0, new MemoryBytes(0), 0)]),
        HostCapabilities.Read(
            "QEMU", "<capabilities><host><topology><cells><cell id='x'><memory unit='acres'>4</memory></cell></cells></topology></host></capabilities>")
            .Numa);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
