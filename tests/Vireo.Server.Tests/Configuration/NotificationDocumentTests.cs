using Vireo.Detection.Notifying;
using Vireo.Server.Configuration;
using Vireo.Server.Notifying;

namespace Vireo.Server.Tests.Configuration;

public class NotificationDocumentTests
{
    private const string Receivers =
        """
        apiVersion: vireo/v1
        kind: Receiver
        name: ops
        type: webhook
        url: http://127.0.0.1:9/hook
        ---
        apiVersion: vireo/v1
        kind: Receiver
        name: pager
        type: pagerduty
        routingKeyFile: key
        ---

        """;

    private const string Route =
        """
        apiVersion: vireo/v1
        kind: Route
        name: who
        receiver: ops
        groupBy: [cluster]
        routes:
          - matchers: ['severity="critical"']
            receiver: pager
            groupWait: 0s
            continue: true
            routes: [{ matchers: ['host=~"db-.*"'], repeatInterval: 1h }]
        inhibit:
          - { source: [alertname=host-down], target: [severity=warning], equal: [host] }
        maintenance:
          - { name: patching, matchers: [host!=h-01],
              window: { cron: "0 3 * * sun", lasts: 2h, timeZone: Europe/Berlin } }

        """;

    [Fact]
    public void A_tree_with_all_its_parts_is_read()
    {
        var read = Loading.Valid(Receivers + Route).Notifications;

        Assert.Equal([ReceiverType.Webhook, ReceiverType.PagerDuty], read.Receivers.Select(receiver => receiver.Type));
        var critical = Assert.Single(read.Route!.Routes);
        Assert.Equal(("pager", TimeSpan.Zero, true), (critical.Receiver, critical.GroupWait, critical.Continue));
        Assert.Equal(TimeSpan.FromHours(1), Assert.Single(critical.Routes).RepeatInterval);
        Assert.Equal(["host"], Assert.Single(read.Inhibitions).Equal);
        Assert.Equal(TimeSpan.FromHours(2), Assert.Single(read.Windows).Window.Lasts);
    }

    [Theory]
    [InlineData("receiver: ops", "receiver: opsy", "There is no receiver named 'opsy'. The nearest is 'ops'.")]
    [InlineData("receiver: pager", "groupInterval: 1m", "No route leads to 'pager'")]
    [InlineData("severity=\"critical\"", "severity", "'severity' is no condition on a label")]
    [InlineData("cron: \"0 3 * * sun\"", "cron: \"0 3\"", "has 2 fields")]
    [InlineData("routingKeyFile: key", "url: http://a/", "needs 'routingKeyFile'")]
    [InlineData("url: http://127.0.0.1:9/hook", "url: ftp://a", "is no http or https address")]
    [InlineData("type: webhook", "type: email", "needs 'to', 'from' and 'server'")]
    [InlineData("kind: Route", "kind: Route\ngroupby: [a]", "Unknown key 'groupby'")]
    public void A_mistake_is_told_with_the_fix(string right, string wrong, string expected)
    {
        var result = Loading.Check((Receivers + Route).Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(result.Problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.All(result.Problems,
            problem => Assert.StartsWith("test.yaml:", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_silence_in_a_file_has_its_author_and_end()
    {
        var silence = Assert.Single(Loading.Valid(
            Loading.Head + "kind: Silence\nname: move\nmatchers: [rack=r2]\n" +
            "endsAt: 2026-03-05T20:00Z\nauthor: mia\ncomment: new rack\n")
            .Notifications.Silences);

        Assert.Equal(("move", "mia", true), (silence.Id, silence.Author, silence.IsConfigured));
        Assert.Equal(SilenceState.Expired, silence.StateAt(new(2026, 3, 5, 20, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Secrets_lie_beside_the_file_that_names_them()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("vireo.yaml", Receivers + Route);

        var read = ConfigurationLoader.Load([file]).Configuration;

        Assert.Equal(Path.Combine(folder.Path, "key"), read!.Notifications.Receivers[1].RoutingKeyFile);
    }
}
