using System.Text.Json;
using Vireo.Adapters.Probing;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>The server that people start, on real hosts: it measures, decides and moves by itself.</summary>
[Collection("lab")]
public sealed class ClosedLoopTests(CrowdedLab lab) : IClassFixture<CrowdedLab>
{
    private const string Policy =
        "---\napiVersion: vireo/v1\nkind: Policy\nname: lab\nmode: autopilot\nrelieveAboveRatio: 0.8\nfillUpToRatio: 0.8\n" +
        "consolidate: false\nmanageHostPower: false\nspareFaultDomains: 0\nhorizon: 5m\nrestAfterMove: 5m\n";

    // A third of a core each: together more than the half that the host may use.
    private const int Turns = 2_000;
    private const int Looks = 30;
    private static readonly string[] Measured = ["service.response", "service.errors", "net.loss"];
    private static readonly int[] Guests = [101, 102, 103];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_load_rises_in_two_guests_a_guest_is_moved_with_a_reason_and_all_stay_the_same_guests()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        var boots = new Dictionary<int, string>();
        foreach (int guest in Guests)
        {
            boots[guest] = (await lab.AskGuestAsync(guest)).Boot;
        }

        string configuration = await lab.QuickConfigurationAsync();
        await using var server = new LabServer(WithProbes(configuration) + Policy);
        await server.StartAsync();
        await server.UntilAsync("vms", vms => vms.GetProperty("total").GetInt32() == Guests.Length, TimeSpan.FromMinutes(10));
        string web = IdOf(await server.GetAsync("vms"), "web1");
        foreach (string metric in Measured)
        {
            await server.UntilAsync($"series?entity=vm/{web}&metric={metric}", HasValue, TimeSpan.FromMinutes(10));
        }

        var quiet = await AnswerTimeAsync();
        await lab.LoadAsync(102, Turns);
        await lab.LoadAsync(103, Turns);
        var crowded = await AnswerTimeAsync();

        var plans = await server.UntilAsync("plans?limit=100", list => Moved(list) is not null, TimeSpan.FromMinutes(15));
        long id = Moved(plans)!.Value;
        var relieved = await AnswerTimeAsync();
        for (int look = 0; relieved >= crowded && look < Looks; look++)
        {
            // A machine that is busy itself takes its share, too, for a while.
            relieved = await AnswerTimeAsync();
        }


        var plan = (await server.GetAsync($"plans/{id}")).GetProperty("plan").GetProperty("actions")[0];
        var verified = await server.GetAsync($"receipts/{id}/verify");
        string there = await lab.VirshAsync("2", "list", "--name");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Answers take {quiet.TotalMilliseconds:0} ms at first, {crowded.TotalMilliseconds:0} ms under load, " +
            $"{relieved.TotalMilliseconds:0} ms after the move. {plan.GetProperty("reason")}");
        Assert.Equal("migrate", plan.GetProperty("action").GetProperty("kind").GetString());
        Assert.StartsWith("Host 'h1' needs ", plan.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(verified.GetProperty("isIdentical").GetBoolean(), verified.ToString());

        // On a machine that is busy itself the second may have to follow.
        Assert.InRange(
            there.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length, 1, Guests.Length - 1);
        foreach (int guest in Guests)
        {
            Assert.Equal(boots[guest], (await lab.AskGuestAsync(guest)).Boot);
        }

        Assert.True(relieved < crowded, $"{relieved} after the move, {crowded} before it.");
    }

    private static string WithProbes(string configuration) => configuration.Replace(
        "connections:", "probes:\n" +
            $"  - {{ names: [web1], type: http, port: 80, path: /cgi-bin/stats, every: 1s, within: 30s, address: {LabHosts.AddressOf(101)} }}\n" +
            $"  - {{ names: [web1], type: icmp, every: 1s, within: 10s, address: {LabHosts.AddressOf(101)} }}\nconnections:",
        StringComparison.Ordinal);

    private static string IdOf(JsonElement machines, string name) => machines.GetProperty("items").EnumerateArray()
        .Select(item => item.GetProperty("vm"))
        .Single(machine => machine.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

    private static bool HasValue(JsonElement series) =>
        series.GetProperty("values").EnumerateArray().Any(value => value.ValueKind == JsonValueKind.Number);

    private static long? Moved(JsonElement plans) => plans.GetProperty("items").EnumerateArray()
        .Where(plan => plan.GetProperty("succeeded").GetInt32() > 0)
        .Select(plan => (long?)plan.GetProperty("id").GetInt64())
        .LastOrDefault();

    // The median of what a user of the first guest waits, errors and all.
    private static async Task<TimeSpan> AnswerTimeAsync()
    {
        var took = new List<TimeSpan>();
        for (int i = 0; i < 21; i++)
        {
            var answer = await ServiceQuestion.HttpAsync(
                LabHosts.AddressOf(101), 80, "/cgi-bin/stats", TimeSpan.FromSeconds(30), TimeProvider.System, Token);
            took.Add(answer.Took);
        }

        return took.Order().ElementAt(took.Count / 2);
    }
}
