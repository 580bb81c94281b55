using System.Globalization;
using System.Text.Json;
using Vireo.Adapters.Tests.Libvirt;
using Vireo.Adapters.VSphere;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>The server that people start, on a simulated vCenter: counters lead to a plan, the plan to an approval, and the
/// approval to a move that the vCenter itself shows.</summary>
public sealed class ClosedLoopTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private const long Hot = 2_000;
    private const long Cool = 100;

    // The simulator's recorded memory is that of other, larger machines.
    private const long MachineKibibytes = 20 << 10;
    private const long HostKibibytes = 1 << 20;

    // How long that takes is the machine's affair; that it ends so is what is tested.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_too_hot_is_relieved_by_a_move_that_somebody_approved()
    {
        string crowded = await CrowdAsync();
        await using var server = new LabServer(Configuration());
        await server.StartAsync();

        var waiting = await server.UntilAsync("plans?limit=100", plans => Find(plans, "awaitingApproval") is not null,
            Patience);
        long id = Find(waiting, "awaitingApproval")!.Value;
        var planned = (await server.GetAsync($"plans/{id}")).GetProperty("plan").GetProperty("actions")[0];
        await server.PostAsync($"plans/{id}/approve", "{}");
        await server.UntilAsync("plans?limit=100", plans => Find(plans, "succeeded") is not null, Patience);
        var verified = await server.GetAsync($"receipts/{id}/verify");

        int left = (await lab.MachinesAsync()).Count(machine => machine.Host == crowded);
        Assert.Equal("migrate", planned.GetProperty("action").GetProperty("kind").GetString());
        Assert.Equal(1, left);
        Assert.True(verified.GetProperty("isIdentical").GetBoolean(), verified.ToString());
        Assert.Contains("RelocateVM_Task", await lab.ControlAsync("/lab/calls"), StringComparison.Ordinal);
    }

    // Two busy machines on one host, which together take nearly all of it; the others idle elsewhere.
    private async Task<string> CrowdAsync()
    {
        await using var provider = lab.Provider();
        await provider.ReadInventoryAsync(Token);
        var counters = await provider.DiscoverCountersAsync(Token);
        var machines = await lab.MachinesAsync();
        var hosts = machines.Select(machine => machine.Host).Distinct().Order().ToList();
        for (int i = 0; i < machines.Count; i++)
        {
            string to = i < 2 ? hosts[0] : hosts[1 + (i % (hosts.Count - 1))];
            await provider.SendAsync(
                MachineCalls.Relocate(new ManagedObject("VirtualMachine", machines[i].Reference),
                    new ManagedObject("HostSystem", to)), Token);
            await lab.PinAsync($"VirtualMachine:{machines[i].Reference}", counters["cpu.usagemhz.average"].Id, i < 2
                ? Hot : Cool);
            await lab.PinAsync($"VirtualMachine:{machines[i].Reference}", counters["cpu.demand.average"].Id, i < 2 ? Hot
                : Cool);
            await lab.PinAsync($"VirtualMachine:{machines[i].Reference}", counters["cpu.ready.summation"].Id, 0);
            await lab.PinAsync($"VirtualMachine:{machines[i].Reference}", counters["mem.consumed.average"].Id,
                MachineKibibytes);
            await lab.PinAsync($"VirtualMachine:{machines[i].Reference}", counters["mem.active.average"].Id,
                MachineKibibytes / 2);
        }

        foreach (string host in hosts)
        {
            await lab.PinAsync($"HostSystem:{host}", counters["cpu.usagemhz.average"].Id, host == hosts[0] ? 2 * Hot
                : 2 * Cool);
            await lab.PinAsync($"HostSystem:{host}", counters["mem.consumed.average"].Id, HostKibibytes);
            await lab.PinAsync($"HostSystem:{host}", counters["mem.active.average"].Id, HostKibibytes / 2);
        }

        return hosts[0];
    }

    private string Configuration() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        apiVersion: vireo/v1
        kind: Provider
        name: vc
        type: vsphere
        url: {lab.Url}
        user: {VCenterLab.User}
        passwordFile: {lab.PasswordFile}
        thumbprint: {lab.Thumbprint}
        acts: true
        sampleEvery: 5s
        decideEvery: 20s
        ---
        apiVersion: vireo/v1
        kind: Policy
        name: careful
        mode: approve
        relieveAboveRatio: 0.8
        fillUpToRatio: 0.8
        consolidate: false
        manageHostPower: false
        spareFaultDomains: 0
        horizon: 5m
        restAfterMove: 5m

        """);

    private static long? Find(JsonElement plans, string count) => plans.GetProperty("items").EnumerateArray()
        .Where(plan => plan.GetProperty(count).GetInt32() > 0)
        .Select(plan => (long?)plan.GetProperty("id").GetInt64())
        .LastOrDefault();
}
