using System.Text.Json;
using Vireo.Adapters.Tests.Libvirt;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What goes wrong with a vCenter under a running server: nothing is lost, and each trouble is one open incident that
/// ends by itself.</summary>
public sealed class FaultTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private const string OpenIncidents = "incidents?state=open&limit=100";

    // The shipped rule waits five minutes; nobody waits for a test that long.
    private const string Rule =
        "---\napiVersion: vireo/v1\nkind: AlertRules\nname: quick\ngroups:\n  - name: quick\n    rules:\n      - alert: ProviderDown\n" +
        "        expr: vireo_provider_up == 0\n        for: 5s\n        labels: { severity: critical }\n" +
        "        annotations: { summary: \"Provider {{ $labels.provider }} does not answer.\" }\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_vCenter_that_dies_and_comes_back_is_one_incident_that_ends_and_its_machines_are_there_again()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var server = new LabServer(ServerTests.Provider(lab, "vc") + ServerTests.Policy + Rule);
        await server.StartAsync();
        var before = await server.UntilAsync("vms?limit=100", page => Count(page) == 6, Patience);

        await lab.KillAsync();
        var down = await server.UntilAsync(OpenIncidents, page => Troubles(page).Any(), Patience);
        await lab.RestartAsync();
        await server.UntilAsync(OpenIncidents, page => !Troubles(page).Any(), Patience);
        var after = await server.UntilAsync("vms?limit=100", page => Count(page) == 6, Patience);

        // Of its hosts nothing is known either: that is under it.
        var incident = Assert.Single(Troubles(down), one => one.GetProperty("under").ValueKind == JsonValueKind.Null);
        Assert.Equal("ProviderDown", incident.GetProperty("rule").GetString());
        Assert.Equal("vc", incident.GetProperty("entity").GetProperty("value").GetString());
        Assert.Equal(Names(before), Names(after));
    }

    [Fact]
    public async Task Answers_that_are_cut_off_or_dropped_are_asked_for_again_and_are_no_incident()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var server = new LabServer(ServerTests.Provider(lab, "vc") + ServerTests.Policy + Rule);
        await server.StartAsync();
        var before = await server.UntilAsync("vms?limit=100", page => Count(page) == 6, Patience);

        await lab.ControlAsync("/lab/truncate?method=WaitForUpdatesEx&n=2");
        await lab.ControlAsync("/lab/truncate?method=QueryPerf&n=1");
        await lab.ControlAsync("/lab/chaos?drop=5");
        try
        {
            long cycle = await CycleAsync(server);
            await server.UntilAsync("status", status => CycleIn(status) >= cycle + 4, Patience);
            var open = await server.GetAsync(OpenIncidents);
            var seen = await server.GetAsync("vms?limit=100");

            Assert.Empty(Troubles(open));
            Assert.Equal(Names(before), Names(seen));
        }
        finally
        {
            await lab.ControlUnderChaosAsync("/lab/chaos?drop=0");
        }
    }

    private static async Task<long> CycleAsync(LabServer server) => CycleIn(await server.GetAsync("status"));

    private static long CycleIn(JsonElement status) =>
        status.GetProperty("clusters")[0].GetProperty("cycle").GetInt64();

    private static int Count(JsonElement page) => page.GetProperty("items").GetArrayLength();

    // The library's counters show more memory than its machines have, all the time.
    private static IEnumerable<JsonElement> Troubles(JsonElement page) => page.GetProperty("items").EnumerateArray()
        .Where(one => !one.GetProperty("rule").GetString()!.Contains("-memory-", StringComparison.Ordinal));

    private static List<string> Names(JsonElement page) =>
    [
        .. page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("vm").GetProperty("name").GetString()!)
            .Order(StringComparer.Ordinal),
    ];
}
