using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What hosts and machines may present: each ends in a clear message at the right place, and nothing else
/// stops.</summary>
public sealed class BadInputTests
{
    private const string TestSchema = "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("web")]
    [InlineData("Datenbank für Gäste & Söhne")]
    [InlineData("日本語のサーバー")]
    [InlineData("🚀 \"quoted\" 'twice' <b>")]
    [InlineData("‮right to left")]
    public async Task A_machine_may_have_any_name(string name)
    {
        Libvirt.Require();
        var machine = Assert.Single((await ReadAsync(Libvirt.Domain(name, Uuid(1)))).VirtualMachines);

        Assert.Equal(name, machine.Name);
        Assert.Equal(Uuid(1), machine.Id.Value);
    }

    [Theory]
    [InlineData(1, PowerState.On)]
    [InlineData(2, PowerState.On)]
    [InlineData(3, PowerState.Suspended)]
    [InlineData(4, PowerState.On)]
    [InlineData(5, PowerState.Off)]
    [InlineData(6, PowerState.Failed)]
    [InlineData(7, PowerState.Suspended)]
    public async Task Every_state_of_a_domain_has_its_meaning_and_the_others_are_read_all_the_same(int state, PowerState shown)
    {
        Libvirt.Require();
        string odd = Libvirt.Domain("odd", Uuid(1), inside: $"<test:runstate>{state}</test:runstate>")
            .Replace("<domain type='test'>", $"<domain type='test' {TestSchema}>", StringComparison.Ordinal);
        var machines = (await ReadAsync(odd, Libvirt.Domain("web", Uuid(2)))).VirtualMachines;

        Assert.Equal(shown, machines.Single(machine => machine.Name == "odd").State);
        Assert.Equal(PowerState.On, machines.Single(machine => machine.Name == "web").State);
    }

    [Theory]
    [InlineData("no document", "")]
    [InlineData("cut off", "<domain type='kvm'><name>web</name><vcpu>2")]
    [InlineData("another document", "<network><name>web</name></network>")]
    [InlineData("entities that grow", "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><domain><name>&b;</name></domain>")]
    public void What_is_no_domain_is_not_read(string what, string document) =>
        Assert.True(DomainXml.Read(document) is null, what);

    [Theory]
    [InlineData("<cpu mode='host-passthrough' check='none'/>", true)]
    [InlineData("<cpu mode='maximum'/>", true)]
    [InlineData("<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>", false)]
    [InlineData("", false)]
    public void A_machine_that_uses_its_hosts_processor_as_it_is_says_so(string cpu, bool expected) => Assert.Equal(
        expected, DomainXml.Read($"<domain type='kvm'><name>web</name><vcpu>2</vcpu>{cpu}</domain>")!.UsesHostCpu);

    [Fact]
    public void The_processor_of_a_host_is_its_model_and_what_it_has_beyond()
    {
        const string Document = "<capabilities><host><uuid>u</uuid><cpu><arch>x86_64</arch><model>Skylake-Client-IBRS</model>" +
            "<feature name='vmx'/><feature name='pdpe1gb'/></cpu></host></capabilities>";

        Assert.Equal(new TagSet("model=Skylake-Client-IBRS", "vmx", "pdpe1gb"), HostCapabilities.Read("QEMU", Document).Cpu);
        Assert.Equal(default, HostCapabilities.Read("QEMU", "<capabilities><host/></capabilities>").Cpu);
        Assert.Equal(default, HostCapabilities.Read("QEMU", "no document").Cpu);
    }

    [Theory]
    [InlineData("a type from the future", "<domain type='quantum'><vcpu>2</vcpu><memory unit='GiB'>1</memory></domain>", 2, 1L << 30)]
    [InlineData("a container", "<domain type='lxc'><memory>1048576</memory><os><type>exe</type></os></domain>", 1, 1L << 30)]
    [InlineData("processors that are no number", "<domain><vcpu>many</vcpu><memory unit='MiB'>64</memory></domain>", 1, 64L << 20)]
    [InlineData("processors below nothing", "<domain><vcpu>-4</vcpu><memory unit='b'>4096</memory></domain>", 1, 4096L)]
    [InlineData("a unit that nobody knows", "<domain><vcpu>2</vcpu><memory unit='acres'>4</memory></domain>", 2, 0L)]
    [InlineData("nothing at all", "<domain/>", 1, 0L)]
    public void A_domain_is_read_as_far_as_it_can_be(string what, string document, int cores, long bytes)
    {
        var read = DomainXml.Read(document);

        Assert.NotNull(read);
        Assert.True(read.MaximumCores == cores && read.MaximumMemoryBytes == bytes, $"{what}: {read}");
    }

    [Fact]
    public void A_domain_may_have_ten_thousand_devices()
    {
        string disks = string.Concat(Enumerable.Range(0, 10_000).Select(at => string.Create(
            CultureInfo.InvariantCulture,
            $"<disk type='file'><source file='/images/{at}.img'/><target dev='vd{at}'/></disk>")));

        var read = DomainXml.Read($"<domain type='kvm'><vcpu>2</vcpu><devices>{disks}</devices></domain>");

        Assert.Equal(10_000, read!.Disks.Length);
    }

    [Theory]
    [InlineData(0, PowerState.On)]
    [InlineData(5, PowerState.Off)]
    [InlineData(99, PowerState.On)]
    public void A_state_that_only_a_newer_libvirt_knows_counts_as_running_so_that_nobody_starts_it_again(int state, PowerState shown)
    {
        var domain = new DomainFacts(
            new VirtualMachineId("web"),
            new DomainReading(Uuid(1), "web", new Dictionary<string, double> { ["state.state"] = state, ["news.from.the.future"] = 7 }), null);

        Assert.Equal(shown, LibvirtInventory.PowerOf(domain));
    }

    [Fact]
    public async Task Whatever_a_hosts_clock_says_all_is_told_by_the_clock_of_Vireo()
    {
        Libvirt.Require();
        var time = new FakeTimeProvider(new DateTimeOffset(2061, 7, 28, 0, 0, 0, TimeSpan.Zero));
        await using var provider = new LibvirtHypervisor(
            new ProviderId("lab"),
            new LibvirtSettings
            {
                Hosts = [.. Enumerable.Range(1, 2).Select(host => new LibvirtHostSettings
                {
                    Name = $"h{host}",
                    Uri = Libvirt.TestHost(Libvirt.Domain($"web{host}", Uuid(host))),
                })],
            },
            time, new Random(1));

        await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);
        time.Advance(TimeSpan.FromSeconds(20));
        var inventory = await provider.ReadInventoryAsync(Token);
        var measured = await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal(time.GetUtcNow(), inventory.At);
        Assert.NotEmpty(measured);
        Assert.All(measured, sample => Assert.Equal(time.GetUtcNow(), sample.At));
    }

    [Theory]
    [InlineData("2 104857600 restarts", true, true)]
    [InlineData("1 83886080", true, false)]
    [InlineData("h2", false, false)]
    [InlineData("", false, false)]
    [InlineData("-1 5 restarts", false, false)]
    public void A_change_of_size_is_read_from_a_mark_as_it_was_written_and_nothing_else_is(string text, bool isOne, bool restarts)
    {
        var read = PendingResize.Read(text);

        Assert.Equal(isOne, read is not null);
        Assert.Equal((isOne ? text : null, restarts), (read?.ToString(), read is { Restarts: true }));
    }

    [Theory]
    [InlineData("closes the connection", "")]
    [InlineData("says something else", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("says that an enormous message follows", "\u007f\u007f\u007f\u007f\u0020\0\0\u0086")]
    public async Task A_server_that_is_no_libvirtd_is_named_and_the_other_hosts_are_read(string what, string answer)
    {
        Libvirt.Require();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        int port = ((IPEndPoint)server.LocalEndpoint).Port;
        var answering = AnswerAsync(server, answer);
        await using var provider = new LibvirtHypervisor(
            new ProviderId("lab"),
            new LibvirtSettings
            {
                Deadline = TimeSpan.FromSeconds(5),
                Hosts =
                [
                    new LibvirtHostSettings { Name = "h1", Uri = Libvirt.TestHost(Libvirt.Domain("web", Uuid(1))) },
                    new LibvirtHostSettings { Name = "h2", Uri = $"qemu+tcp://127.0.0.1:{port}/system" },
                ],
            },
            TimeProvider.System, new Random(1));

        var inventory = await provider.ReadInventoryAsync(Token);
        server.Stop();
        await answering;

        Assert.True(inventory.Hosts is [{ Id.Value: "h1", State: HostState.On }], what);
        Assert.Equal("web", Assert.Single(inventory.VirtualMachines).Name);
        var told = Assert.Single(
            await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token), happened => happened.Kind == FleetEventKind.Failed);
        Assert.StartsWith("Host 'h2'", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_wants_other_credentials_is_unreachable_with_that_reason_and_the_others_are_read()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(
            new LibvirtSettings { Acts = true }, ("h1", Libvirt.TestHost(Libvirt.Domain("web", Uuid(1)))),
            ("h2", Libvirt.TestHost("<auth><user password='secret'>admin</user></auth>", Libvirt.Domain("db", Uuid(2)))));

        var inventory = await provider.ReadInventoryAsync(Token);

        Assert.Equal("web", Assert.Single(inventory.VirtualMachines).Name);
        var told = Assert.Single(
            await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token), happened => happened.Kind == FleetEventKind.Failed);
        Assert.StartsWith("Host 'h2': ", told.Message, StringComparison.Ordinal);
        Assert.Contains("auth", told.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_a_connection_may_not_do_is_refused_for_good_and_says_so()
    {
        Libvirt.Require();
        using var connection = LibvirtConnection.Open(Libvirt.TestHost(Libvirt.Domain("web", Uuid(1))), isReadOnly: true);
        using var domain = connection.Find(Uuid(1))!;

        var refused = Assert.Throws<LibvirtException>(domain.Suspend);

        Assert.Equal((LibvirtErrorCode.OperationDenied, false), (refused.Code, refused.IsTransient));
        Assert.Contains("read only", refused.Message, StringComparison.Ordinal);
    }

    // Lets libvirt say what it wants, answers nonsense, and ends.
    private static async Task AnswerAsync(TcpListener server, string answer)
    {
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes(answer);
        byte[] question = new byte[4_096];
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync(Token);
                await using var stream = client.GetStream();
                if (bytes.Length > 0 && await stream.ReadAsync(question, Token) > 0)
                {
                    await stream.WriteAsync(bytes, Token);
                }
            }
        }
        catch (Exception ended) when (
            ended is SocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static string Uuid(int number) => $"11111111-2222-4333-8444-{number:000000000000}";

    private static async Task<ProviderInventory> ReadAsync(params string[] domains)
    {
        await using var provider = Libvirt.Provider(new LibvirtSettings(), ("h1", Libvirt.TestHost(domains)));

        return await provider.ReadInventoryAsync(Token);
    }
}
