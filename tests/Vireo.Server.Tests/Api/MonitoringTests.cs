using System.Net;
using System.Text.RegularExpressions;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Api;

public partial class MonitoringTests
{
    [Fact]
    public async Task Metrics_are_well_formed_and_every_family_is_introduced_once()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        string text = await client.GetStringAsync("metrics", TestContext.Current.CancellationToken);

        var families = new HashSet<string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.True(families.Add(line.Split(' ')[2]), $"{line} appears twice");
            }
            else if (line[0] != '#')
            {
                Assert.Matches(Sample(), line);
                Assert.Contains(FamilyOf(line), families);
            }
        }

        Assert.Contains("vireo_hosts{cluster=", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_what_is_wrong()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var well = await client.GetAsync("healthz", TestContext.Current.CancellationToken);

        server.Health.Problems = ["cluster demo has ended: disk"];
        using var ill = await client.GetAsync("healthz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ill.StatusCode);
        Assert.Equal("cluster demo has ended: disk\n", await ill.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_server_is_ready_after_the_first_decision_of_each_cluster()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        server.Fleets.Loop.Publish(SyntheticState.At(SyntheticFleet.Start, 0));
        using var before = await client.GetAsync("readyz", TestContext.Current.CancellationToken);

        server.Fleets.Loop.Publish(SyntheticState.At(SyntheticFleet.Start, 1));
        using var after = await client.GetAsync("readyz", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }

    private static string FamilyOf(string line)
    {
        string name = line[..line.IndexOfAny(['{', ' '])];

        return Suffix().Replace(name, "") is var histogram && line.Contains("_bucket{", StringComparison.Ordinal) ? histogram
            : name.EndsWith("_sum", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal) ? Suffix().Replace(name, "") : name;
    }

    [GeneratedRegex("""^[a-z_]+(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? (-?[0-9.]+(E[+-]?[0-9]+)?|\+Inf|NaN)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
