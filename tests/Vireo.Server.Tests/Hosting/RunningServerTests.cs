using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vireo.Detection.Rules.Defaults;
using Vireo.Server.Hosting;
using Vireo.Server.Tests.Api;
using Vireo.Server.Tests.Notifying;

namespace Vireo.Server.Tests.Hosting;

/// <summary>The server as the command line starts it, on a small simulated fleet.</summary>
public sealed partial class RunningServerTests : IDisposable
{
    private const string Small =
        "apiVersion: vireo/v1\nkind: Provider\nname: small\ntype: simulation\nscenario: demo\nhosts: 6\nvms: 30\nwarmUp: 3h\nspeed: 300\n" +
        "---\napiVersion: vireo/v1\nkind: Policy\nname: small\nmode: autopilot\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly string _url = $"http://127.0.0.1:{FreePort()}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_serves_decides_stops_cleanly_and_goes_on_where_it_left_off()
    {
        long decisions = 0;
        DateTimeOffset at = default;
        await RunAsync(async client =>
        {
            await ReadyAsync(client);
            await CheckPageAsync(client);
            var receipt = (await client.JsonAsync("api/v1/receipts?limit=1")).GetProperty("items")[0];
            var verified = await client.JsonAsync($"api/v1/receipts/{receipt.GetProperty("id").GetInt64()}/verify");
            Assert.True(verified.GetProperty("isIdentical").GetBoolean(), verified.ToString());
            using var paused = await client.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, paused.StatusCode);
            (decisions, at) = (receipt.GetProperty("id").GetInt64(), receipt.GetProperty("at").GetDateTimeOffset());
        });
        await RunAsync(async client =>
        {
            await ReadyAsync(client);
            var status = (await client.JsonAsync("api/v1/status")).GetProperty("clusters")[0];
            Assert.True(status.GetProperty("isPaused").GetBoolean(), "the pause outlives a restart");
            Assert.True(status.GetProperty("at").GetDateTimeOffset() > at, "virtual time never runs twice");
            var receipts = await client.JsonAsync("api/v1/receipts?limit=1");
            Assert.True(receipts.GetProperty("total").GetInt32() > decisions, receipts.ToString());
            Assert.True((await client.JsonAsync("api/v1/audit/verify")).GetProperty("isIntact").GetBoolean());
        });

        Assert.Contains(_said, sentence => sentence.StartsWith("A token for changing the fleet was made", StringComparison.Ordinal));
        Assert.Contains("Stopped.", _said);
    }

    [Fact]
    public async Task It_does_not_start_with_a_wrong_configuration_and_says_why()
    {
        string file = _folder.Write("vireo.yaml", Small + "mode: autopilot\n");

        bool isStarted = await VireoServer.RunAsync(Options(file), _said.Enqueue, TestContext.Current.CancellationToken);

        Assert.False(isStarted);
        Assert.Contains("already there", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_on_a_folder_that_another_server_uses()
    {
        string file = _folder.Write("vireo.yaml", Small);
        await RunAsync(async client =>
        {
            await ReadyAsync(client);

            bool isStarted = await VireoServer.RunAsync(
                Options(file) with { Urls = [$"http://127.0.0.1:{FreePort()}"] }, _said.Enqueue, TestContext.Current.CancellationToken);

            Assert.False(isStarted);
        });

        Assert.Contains(_said, sentence => sentence.Contains("in use by another server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Traces_that_cannot_be_read_are_said_with_their_line()
    {
        _folder.Write("traces.csv", "vm,s0,s1\na,1,b\n");
        string file = _folder.Write(
            "vireo.yaml", "apiVersion: vireo/v1\nkind: Provider\nname: t\ntype: simulation\nscenario: traces\ntraces: traces.csv\n");

        bool isStarted = await VireoServer.RunAsync(Options(file), _said.Enqueue, TestContext.Current.CancellationToken);

        Assert.False(isStarted);
        Assert.Contains(_said, sentence => sentence.Contains("traces.csv, line 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_real_Prometheus_scrapes_it_and_evaluates_its_rules_without_an_error()
    {
        int port = RealServer.FreePort();
        _folder.Write("rules.yaml", ShippedRules.Text);
        string file = _folder.Write(
            "prometheus.yaml",
            "global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: [rules.yaml]\n" +
            "scrape_configs: [{ job_name: vireo, static_configs: " +
            $"[{{ targets: ['{new Uri(_url).Authority}'] }}] }}]\n");
        await RunAsync(async vireo =>
        {
            await ReadyAsync(vireo);
            await using var prometheus = await RealServer.StartAsync(
                "prometheus", "prometheus", port, $"--config.file={file}", $"--storage.tsdb.path={_folder.Path}/tsdb",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn");
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };

            await RealServer.UntilAsync(async () =>
                (await client.GetAsync("/-/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
            await RealServer.UntilAsync(async () => await CountAsync(client, "vireo_hosts") > 0);
            await RealServer.UntilAsync(async () => (await RulesAsync(client)).All(health => health != "unknown"));

            Assert.Equal(1, await CountAsync(client, "up == 1"));
            Assert.All(await RulesAsync(client), health => Assert.Equal("ok", health));
        });
    }

    private static async Task<int> CountAsync(HttpClient prometheus, string query) =>
        (await prometheus.JsonAsync($"query?query={Uri.EscapeDataString(query)}")).GetProperty("data")
            .GetProperty("result").GetArrayLength();

    private static async Task<List<string?>> RulesAsync(HttpClient prometheus) =>
    [
        .. (await prometheus.JsonAsync("rules")).GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Select(rule => rule.GetProperty("health").GetString()),
    ];

    private async Task RunAsync(Func<HttpClient, Task> use)
    {
        string file = _folder.Write("vireo.yaml", Small);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = VireoServer.RunAsync(Options(file), _said.Enqueue, stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(_url) };
        try
        {
            await ListeningAsync(client, running);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "data", "token"), TestContext.Current.CancellationToken)).Trim());
            await use(client);
        }
        finally
        {
            await stop.CancelAsync();
        }

        Assert.True(await running);
    }

    private ServerOptions Options(string file) => new()
    {
        ConfigurationFiles = [file],
        DataFolder = Path.Combine(_folder.Path, "data"),
        Urls = [_url],
        ApplicationName = "Vireo.Server.Tests",
    };

    private static async Task ListeningAsync(HttpClient client, Task running)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("healthz", TestContext.Current.CancellationToken);

                return;
            }
            catch (HttpRequestException) when (!running.IsCompleted)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        await using var events = await client.GetStreamAsync("api/v1/events", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(events);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: {\"id\":\"small\"", StringComparison.Ordinal)
                && JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("cycle").GetInt64() > 2)
            {
                return;
            }
        }
    }

    private static async Task CheckPageAsync(HttpClient client)
    {
        string page = await client.GetStringAsync("", TestContext.Current.CancellationToken);
        var links = Asset().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains(links, link => link.EndsWith(".css", StringComparison.Ordinal));
        foreach (string link in links)
        {
            using var asset = await client.GetAsync(link, TestContext.Current.CancellationToken);
            Assert.True(asset.StatusCode == HttpStatusCode.OK, $"{link} answers {(int)asset.StatusCode}");
            Assert.NotEmpty(await asset.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();

        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+\\.(?:css|js))\"")]
    private static partial Regex Asset();
}
