using System.Net;
using System.Net.Sockets;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Actions against libvirt's test driver.</summary>
[Collection("libvirt test host")]
public sealed class ActionTests
{
    private const string Web = "11111111-2222-4333-8444-555555555501";
    private static readonly VirtualMachineId Machine = new(Web);

    // The driver's default host is the only one that several connections share, as long as one of them is open.
    private const string SharedHost = "test:///default";
    private static readonly VirtualMachineId SharedMachine = new("6695eb01-f6a4-8304-79aa-97f2502e193f");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_is_stopped_and_started_and_its_document_says_by_which_action()
    {
        Libvirt.Require();
        await using var provider = await ActingAsync(SharedHost);

        var stopped = await DoAsync(provider, "a-1", new PowerOffVirtualMachine(SharedMachine));
        var off = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);
        var started = await DoAsync(provider, "a-2", new PowerOnVirtualMachine(SharedMachine, new HostId("h1")));
        var on = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);

        Assert.Equal((ActionPhase.Succeeded, "The guest shut down."), (stopped.Phase, stopped.Detail));
        Assert.Equal((ActionPhase.Succeeded, "It was started on 'h1'."), (started.Phase, started.Detail));
        Assert.Equal((PowerState.Off, PowerState.On), (off.State, on.State));
        Assert.Equal(("lab", 7L, "a-2"), await ReadMarkAsync());
    }

    [Fact]
    public async Task The_same_action_twice_is_done_once()
    {
        Libvirt.Require();
        await using var provider = await ActingAsync(Libvirt.TestHost(Libvirt.Domain("web", Web)));
        await DoAsync(provider, "a-1", new PowerOffVirtualMachine(Machine));
        await provider.ReadInventoryAsync(Token);

        var again = await DoAsync(provider, "a-1", new PowerOffVirtualMachine(Machine));

        Assert.Equal(ActionPhase.Succeeded, again.Phase);
    }

    [Fact]
    public async Task An_older_leader_is_refused_also_by_a_process_that_did_not_see_the_newer_one()
    {
        Libvirt.Require();
        await using var newer = await ActingAsync(SharedHost);
        await DoAsync(newer, "a-1", new PowerOffVirtualMachine(SharedMachine));
        await using var older = await ActingAsync(SharedHost);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => older.StartAsync(
            new ActionRequest(new ActionId("a-2"), new PowerOnVirtualMachine(SharedMachine, new HostId("h1")), 6, BytesPerSecond.Zero), Token));

        Assert.StartsWith("Fencing token 6 is older than 7", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Theory]
    [InlineData("too many cores", 5, 512, "It was started with room for 4 cores; more takes a restart.")]
    [InlineData("fewer cores", 1, 512, "Running guests do not give cores back reliably; fewer takes a restart.")]
    [InlineData("too much memory", 2, 2048, "It was started with room for 1073741824 bytes; more takes a restart.")]
    public async Task What_cannot_be_done_is_refused_before_it_starts(string what, int cores, int mebibytes, string why)
    {
        Libvirt.Require();
        await using var provider = await ActingAsync(Libvirt.TestHost(Libvirt.Domain("web", Web)));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.StartAsync(
            Request("a-1", new ResizeVirtualMachine(Machine, cores, new MemoryBytes((long)mebibytes << 20))), Token));

        Assert.True(refused.Message == $"'web': {why}", $"{what}: {refused.Message}");
        Assert.False(refused.IsTransient);
        Assert.Equal(ActionPhase.Unknown, (await provider.QueryAsync(new ActionId("a-1"), Token)).Phase);
    }

    [Fact]
    public async Task A_machine_of_another_Vireo_is_left_alone()
    {
        Libvirt.Require();
        string foreign = new DomainMark("other", 1, "x", "", "").Write()
            .Replace("<managed", "<v:managed xmlns:v='urn:vireo:domain:1'", StringComparison.Ordinal);
        await using var provider = await ActingAsync(
            Libvirt.TestHost(Libvirt.Domain("web", Web, inside: $"<metadata>{foreign}</metadata>")));

        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => provider.StartAsync(Request("a-1", new PowerOffVirtualMachine(Machine)), Token));

        Assert.StartsWith("It is managed by the Vireo cluster 'other'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_leave_to_act_nothing_is_offered_and_connections_are_read_only()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(new LibvirtSettings(), ("h1", Libvirt.TestHost(Libvirt.Domain("web", Web))));
        await provider.ReadInventoryAsync(Token);

        var refused = await Assert.ThrowsAsync<ProviderException>(
            () => provider.StartAsync(Request("a-1", new PowerOffVirtualMachine(Machine)), Token));

        Assert.Equal(ActionKinds.None, provider.Capabilities.Actions);
        Assert.Contains("read only", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(-5, false)]
    public async Task A_health_check_that_another_process_began_is_gone_on_with_in_the_time_that_is_left(int minutes, bool isInTime)
    {
        Libvirt.Require();
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        int port = ((IPEndPoint)service.LocalEndpoint).Port;
        if (!isInTime)
        {
            service.Stop();
        }

        var check = new HealthCheck(HealthCheckKind.Tcp, port, "", TimeSpan.FromMinutes(10));
        var mark = new DomainMark("lab", 7, "c-1", nameof(CheckVirtualMachine), "")
        {
            Origin = new DomainOrigin("web", 1, "", "", "", "127.0.0.1", "", IsMade: true, GuestState.Configured),
            Check = new PendingCheck(check, TimeProvider.System.GetUtcNow().AddMinutes(minutes)),
        };
        await using var provider = await ActingAsync(
            Libvirt.TestHost(Libvirt.Domain("web", Web, inside: $"<metadata>{mark.Element()}</metadata>")));

        Assert.NotEqual(ActionPhase.Unknown, (await provider.QueryAsync(new ActionId("c-1"), Token)).Phase);
        var ended = await Libvirt.EndOfAsync(provider, new ActionId("c-1"));

        Assert.True(ended.Phase == (isInTime ? ActionPhase.Succeeded : ActionPhase.Failed), ended.Detail);
        Assert.Equal(
            isInTime ? GuestState.Healthy : GuestState.Unhealthy,
            Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines).Guest);
    }

    private static ActionRequest Request(string id, FleetAction action) => new(new ActionId(id), action, 7, BytesPerSecond.Zero);

    private static async Task<LibvirtHypervisor> ActingAsync(string uri)
    {
        var provider = Libvirt.Provider(new LibvirtSettings { Acts = true }, ("h1", uri));
        await provider.ReadInventoryAsync(Token);

        return provider;
    }

    private static async Task<ActionStatus> DoAsync(LibvirtHypervisor provider, string id, FleetAction action)
    {
        await provider.StartAsync(Request(id, action), Token);

        return await Libvirt.EndOfAsync(provider, new ActionId(id));
    }

    private static async Task<(string Owner, long Fence, string Action)> ReadMarkAsync()
    {
        await using var lane = new HostLane(
            "h1", () => LibvirtConnection.Open(SharedHost, isReadOnly: true), TimeSpan.FromSeconds(5), TimeProvider.System, new Random(1));
        var mark = await lane.CallAsync(
            connection =>
            {
                using var domain = connection.Find(SharedMachine.Value);
                return DomainXml.Read(domain!.ReadXml())!.Mark!;
            },
            Token);

        return (mark.Owner, mark.Fence, mark.Action);
    }
}
