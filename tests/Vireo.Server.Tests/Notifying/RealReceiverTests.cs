using System.Text.Json;
using Vireo.Server.Notifying;

namespace Vireo.Server.Tests.Notifying;

/// <summary>The real servers that people run: a mail server and an Alertmanager.</summary>
public sealed class RealReceiverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_real_mail_server_gets_one_mail_with_the_cause_in_it()
    {
        int port = RealServer.FreePort();
        string box = Path.Combine(_folder.Path, "mail");
        await using var server = await RealServer.StartAsync(
            "/usr/bin/aiosmtpd", "python3-aiosmtpd", port, "-n", "-l", $"127.0.0.1:{port}", "-c",
            "aiosmtpd.handlers.Mailbox", box);
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(Mail(port)));
        scene.Publish(DeskScene.Incident("host-1"), DeskScene.Incident("host-2"));

        await scene.TellAsync();

        Assert.Equal("", scene.Desk.State.ReceiverOf("mail").LastError);
        string mail = await File.ReadAllTextAsync(
            Assert.Single(Directory.GetFiles(Path.Combine(box, "new"))), TestContext.Current.CancellationToken);
        Assert.Contains("To: ops@example.org, night@example.org", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: [critical: 2] Host 'host-1' is down <now> & here. (and 1 more)", mail,
            StringComparison.Ordinal);
        Assert.Contains("All hosts of rack-1 are dark.", mail, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_gets_the_mail_when_it_is_back()
    {
        int port = RealServer.FreePort();
        string box = Path.Combine(_folder.Path, "mail");
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(Mail(port)));
        scene.Publish(DeskScene.Incident("host-1"));
        await scene.TellAsync();
        string error = scene.Desk.State.ReceiverOf("mail").LastError;

        await using var server = await RealServer.StartAsync(
            "/usr/bin/aiosmtpd", "python3-aiosmtpd", port, "-n", "-l", $"127.0.0.1:{port}", "-c",
            "aiosmtpd.handlers.Mailbox", box);
        await RealServer.UntilAsync(async () =>
        {
            await scene.TellAsync();
            return scene.Desk.State.ReceiverOf("mail").DeliveredAt is not null;
        });

        Assert.Contains($"127.0.0.1:{port} did not take it", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(box, "new")));
    }

    [Fact]
    public async Task A_real_Alertmanager_knows_what_is_wrong_and_what_is_over()
    {
        int port = RealServer.FreePort();
        await using var server = await StartAlertmanagerAsync(port);
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(
            new ReceiverSettings { Name = "am", Type = ReceiverType.Alertmanager, Url = $"http://127.0.0.1:{port}" }));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v2/") };
        scene.Publish(DeskScene.Incident("host-1"), DeskScene.Incident("host-2"));
        await scene.TellAsync();
        var during = await AlertsAsync(client);

        scene.Publish(DeskScene.Incident("host-2"));
        await scene.TellAsync();
        await RealServer.UntilAsync(async () => (await AlertsAsync(client)).GetArrayLength() == 1);

        Assert.Equal(["host-1", "host-2"], during.EnumerateArray().Select(HostOf).Order(StringComparer.Ordinal));
        Assert.Equal("host-2", HostOf((await AlertsAsync(client))[0]));
        Assert.Equal(
            "All hosts of rack-1 are dark.", during[0].GetProperty("annotations").GetProperty("cause").GetString());
    }

    private static ReceiverSettings Mail(int port) => new()
    {
        Name = "mail",
        Type = ReceiverType.Email,
        Server = $"127.0.0.1:{port}",
        StartTls = false,
        From = "vireo@example.org",
        To = ["ops@example.org", "night@example.org"],
    };

    private static string? HostOf(JsonElement alert) => alert.GetProperty("labels").GetProperty("host").GetString();

    private static Task<JsonElement> AlertsAsync(HttpClient client) =>
        client.GetFromJsonAsync<JsonElement>("alerts", TestContext.Current.CancellationToken);

    private async Task<RealServer> StartAlertmanagerAsync(int port)
    {
        string file = _folder.Write("am.yml", "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
        var server = await RealServer.StartAsync(
            "prometheus-alertmanager", "prometheus-alertmanager", port, $"--config.file={file}",
            $"--storage.path={_folder.Path}/am",
            $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=warn");
        using var client = new HttpClient();
        await RealServer.UntilAsync(async () =>
            (await client.GetAsync(
                $"http://127.0.0.1:{port}/-/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);

        return server;
    }
}
