using Vireo.Server.Notifying;

namespace Vireo.Server.Tests.Notifying;

public sealed class ReceiverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_webhook_gets_what_Alertmanager_would_send()
    {
        await using var inbox = await Inbox.StartAsync();
        var body = await TellAsync(inbox, new() { Name = "hook", Type = ReceiverType.Webhook, Url = $"{inbox.Url}/a" });

        Assert.Equal(("4", "firing", "hook"), (Text(body, "version"), Text(body, "status"), Text(body, "receiver")));
        Assert.Equal("host-down", Text(body.GetProperty("groupLabels"), "alertname"));
        var alert = Assert.Single(body.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("host-1", "critical"),
            (Text(alert.GetProperty("labels"), "host"), Text(alert.GetProperty("labels"), "severity")));
        Assert.Equal("All hosts of rack-1 are dark.", Text(alert.GetProperty("annotations"), "cause"));
        Assert.Equal("0001-01-01T00:00:00Z", Text(alert, "endsAt"));
    }

    [Fact]
    public async Task Slack_gets_text_in_which_names_mean_nothing_to_Slack()
    {
        await using var inbox = await Inbox.StartAsync();
        string secret = _folder.Write("url", inbox.Url + "/services/T/B/x\n");
        var body = await TellAsync(inbox, new() { Name = "slack", Type = ReceiverType.Slack, UrlFile = secret });

        Assert.Equal("[critical: 1] Host 'host-1' is down &lt;now&gt; &amp; here.", Text(body, "text"));
        Assert.Equal("danger", Text(body.GetProperty("attachments")[0], "color"));
    }

    [Fact]
    public async Task Teams_gets_an_adaptive_card()
    {
        await using var inbox = await Inbox.StartAsync();
        var body = await TellAsync(inbox, new() { Name = "teams", Type = ReceiverType.Teams, Url = inbox.Url });

        var card = body.GetProperty("attachments")[0].GetProperty("content");
        Assert.Equal("AdaptiveCard", Text(card, "type"));
        Assert.Contains("All hosts of rack-1 are dark.", Text(card.GetProperty("body")[1], "text"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagerDuty_gets_an_event_with_a_key_that_its_end_has_too()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Answer = Inbox.Status(202, """{"status":"success","message":"Event processed"}""");
        var receiver = new ReceiverSettings
        {
            Name = "pager",
            Type = ReceiverType.PagerDuty,
            Url = inbox.Url,
            RoutingKeyFile = _folder.Write("key", "R0UT1NG\n"),
        };
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(receiver));
        scene.Publish(DeskScene.Incident("host-1"));
        await scene.TellAsync();
        await UntilAllowedAsync();
        scene.Publish();
        await scene.TellAsync();

        Assert.Equal(["/v2/enqueue", "/v2/enqueue"], inbox.Posts.Select(post => post.Path));
        Assert.Equal(["trigger", "resolve"], inbox.Posts.Select(post => Text(post.Body, "event_action")));
        Assert.Single(inbox.Posts.Select(post => Text(post.Body, "dedup_key")).Distinct());
        Assert.All(inbox.Posts, post => Assert.Equal("R0UT1NG", Text(post.Body, "routing_key")));
        Assert.Equal("critical", Text(inbox.Posts.First().Body.GetProperty("payload"), "severity"));
    }

    [Fact]
    public async Task PagerDuty_that_answers_nonsense_has_not_taken_the_event()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Answer = Inbox.Status(200, "<html>Welcome to the hotel</html>");
        var receiver = new ReceiverSettings
        {
            Name = "pager",
            Type = ReceiverType.PagerDuty,
            Url = inbox.Url,
            RoutingKeyFile = _folder.Write("key", "k"),
        };
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(receiver));
        scene.Publish(DeskScene.Incident("host-1"));

        await scene.TellAsync();

        Assert.Contains("Welcome to the hotel", scene.Desk.State.ReceiverOf("pager").LastError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_nothing_is_sent()
    {
        await using var inbox = await Inbox.StartAsync();
        var receiver = new ReceiverSettings
        {
            Name = "hook",
            Type = ReceiverType.Webhook,
            Url = inbox.Url,
            TokenFile = Path.Combine(_folder.Path, "none"),
        };
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(receiver));
        scene.Publish(DeskScene.Incident("host-1"));

        await scene.TellAsync();

        Assert.Contains("none", scene.Desk.State.ReceiverOf("hook").LastError, StringComparison.Ordinal);
        Assert.Empty(inbox.Posts);
    }

    [Fact]
    public async Task A_test_message_says_that_it_is_one()
    {
        await using var inbox = await Inbox.StartAsync();
        using var scene = new DeskScene(
            TimeProvider.System,
            DeskScene.To(new ReceiverSettings { Name = "hook", Type = ReceiverType.Webhook, Url = inbox.Url }));

        bool isKnown = await scene.Desk.TestAsync("hook", "mia", TestContext.Current.CancellationToken);
        bool isUnknown = await scene.Desk.TestAsync("nobody", "mia", TestContext.Current.CancellationToken);

        Assert.True(isKnown);
        Assert.False(isUnknown);
        Assert.Contains("a test that mia asked for", Assert.Single(inbox.Posts).Body.ToString(),
            StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.JsonElement> TellAsync(Inbox inbox, ReceiverSettings receiver)
    {
        using var scene = new DeskScene(TimeProvider.System, DeskScene.To(receiver));
        scene.Publish(DeskScene.Incident("host-1"));
        await scene.TellAsync();

        Assert.Equal("", scene.Desk.State.ReceiverOf(receiver.Name).LastError);

        return Assert.Single(inbox.Posts).Body;
    }

    // The least time between two messages about one group.
    private static async Task UntilAllowedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.1), TimeProvider.System);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private static string Text(System.Text.Json.JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? "";
}
