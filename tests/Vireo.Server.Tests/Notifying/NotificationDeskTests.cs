using Microsoft.Extensions.Time.Testing;
using Vireo.Detection.Notifying;
using Vireo.Fleet;
using Vireo.Server.Notifying;

namespace Vireo.Server.Tests.Notifying;

public class NotificationDeskTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Across_restarts_an_incident_is_told_once_and_its_end_once()
    {
        await using var inbox = await Inbox.StartAsync();
        using var scene = new DeskScene(_time, DeskScene.To(Hook("ops", inbox)));
        var incident = DeskScene.Incident("host-1");
        for (int life = 0; life < 5; life++)
        {
            // A server that has just begun does not know yet what is wrong; that is not the end of anything.
            scene.PublishUnknown();
            await scene.TellAsync();
            scene.Publish(incident);
            await PassAsync(scene, TimeSpan.FromSeconds(10));
            scene.Restart();
        }

        scene.Publish(incident with { ResolvedAt = incident.OpenedAt + TimeSpan.FromHours(1) });
        await PassAsync(scene, TimeSpan.FromSeconds(5));
        scene.Restart();
        await PassAsync(scene, TimeSpan.FromSeconds(5));

        Assert.Equal(["firing", "resolved"], inbox.Posts.Select(post => post.Body.GetProperty("status").GetString()));
        Assert.Equal(2, inbox.Posts.Select(post => post.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_process_that_dies_while_a_message_is_on_its_way_sends_it_again_with_the_same_key()
    {
        await using var inbox = await Inbox.StartAsync();
        using var scene = new DeskScene(_time, DeskScene.To(Hook("ops", inbox)));
        scene.Publish(DeskScene.Incident("host-1"));
        scene.Desk.Look(TestContext.Current.CancellationToken);
        await scene.Desk.SentAsync();

        scene.Restart();
        await scene.TellAsync();

        Assert.Equal(2, inbox.Posts.Count);
        Assert.Single(inbox.Posts.Select(post => post.Key).Distinct());
    }

    [Fact]
    public async Task After_a_day_of_silence_from_a_receiver_it_gets_one_message_with_all_it_missed()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Answer = Inbox.Status(503);
        using var scene = new DeskScene(_time, DeskScene.To(Hook("ops", inbox)));
        for (int hour = 0; hour < 24; hour++)
        {
            var incident = DeskScene.Incident($"host-{hour}");
            scene.Publish(incident);
            await PassAsync(scene, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(2));
            scene.Publish(incident with { ResolvedAt = incident.OpenedAt });
            await PassAsync(scene, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(2));
        }

        int attempts = inbox.Posts.Count;
        scene.Restart();
        inbox.Answer = Inbox.Status(200);
        inbox.Posts.Clear();
        await PassAsync(scene, TimeSpan.FromHours(1), TimeSpan.FromMinutes(2));

        Assert.InRange(attempts, 24, 200);
        var message = Assert.Single(inbox.Posts).Body;
        Assert.Equal(24, message.GetProperty("alerts").GetArrayLength());
        Assert.Equal("resolved", message.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_slow_receiver_holds_up_nobody_else_and_is_given_up_after_its_deadline()
    {
        await using var slow = await Inbox.StartAsync();
        await using var quick = await Inbox.StartAsync();
        slow.Answer = static context =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        using var scene = new DeskScene(_time, DeskScene.To(Hook("slow", slow), Hook("quick", quick)));
        scene.Publish(DeskScene.Incident("host-1"));
        scene.Desk.Look(TestContext.Current.CancellationToken);

        // Its answer has to be in: time that passes before would be its own.
        await UntilAsync(() =>
        {
            scene.Desk.Look(TestContext.Current.CancellationToken);

            return scene.Desk.State.ReceiverOf("quick").DeliveredAt is not null && !slow.Posts.IsEmpty;
        });

        _time.Advance(TimeSpan.FromSeconds(11));
        await scene.Desk.SentAsync();
        scene.Desk.Look(TestContext.Current.CancellationToken);

        Assert.Equal("It did not answer within 10 s.", scene.Desk.State.ReceiverOf("slow").LastError);
        Assert.Equal("", scene.Desk.State.ReceiverOf("quick").LastError);
    }

    [Theory]
    [InlineData(302, "", "It answered 302")]
    [InlineData(200, "<html>Sign in</html>", "")]
    [InlineData(500, "\u0000\u0007 wrong", "It answered 500")]
    [InlineData(429, "", "It answered 429")]
    public async Task Only_a_clear_yes_is_a_yes(int status, string text, string expected)
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Answer = Inbox.Status(status, text, retryAfter: "3600");
        using var scene = new DeskScene(_time, DeskScene.To(Hook("ops", inbox)));
        scene.Publish(DeskScene.Incident("host-1"));

        await scene.TellAsync();

        var state = scene.Desk.State.ReceiverOf("ops");
        Assert.StartsWith(expected, state.LastError, StringComparison.Ordinal);
        Assert.Equal(expected.Length > 0 ? _time.GetUtcNow() + TimeSpan.FromHours(1) : _time.GetUtcNow(),
            state.RetryAt);
    }

    [Fact]
    public async Task A_maintenance_window_keeps_quiet_while_it_is_open()
    {
        await using var inbox = await Inbox.StartAsync();
        var settings = DeskScene.To(Hook("ops", inbox)) with
        {
            Windows = [new("patching", LabelMatchers.Parse(["host=~\"host-.*\""]),
                new ChangeWindow("0 8 * * *", TimeSpan.FromHours(1), "UTC"))],
        };
        using var scene = new DeskScene(_time, settings);
        scene.Publish(DeskScene.Incident("host-1"));
        await PassAsync(scene, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(1));
        int during = inbox.Posts.Count;

        await PassAsync(scene, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(1));

        Assert.Equal((0, 1), (during, inbox.Posts.Count));
    }

    [Fact]
    public async Task A_silence_outlives_a_restart_and_is_in_the_audit_trail_with_its_author()
    {
        await using var inbox = await Inbox.StartAsync();
        using var scene = new DeskScene(_time, DeskScene.To(Hook("ops", inbox)));
        var silence = scene.Silences.Add(
            LabelMatchers.Parse(["host=host-1"]), null, _time.GetUtcNow() + TimeSpan.FromHours(2), "mia", "new memory");
        scene.Restart();
        scene.Publish(DeskScene.Incident("host-1"));
        await PassAsync(scene, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        int during = inbox.Posts.Count;

        scene.Silences.Expire(silence.Id, "tom");
        scene.Restart();
        await scene.TellAsync();

        Assert.Equal((0, 1), (during, inbox.Posts.Count));
        Assert.Equal(["tom silence.expire", "mia silence.add"], scene.Audited());
        Assert.Equal("mia", Assert.Single(scene.Silences.All).Author);
    }

    [Theory]
    [InlineData("host=~\".*\"", 60, "c", "not everything fulfils")]
    [InlineData("host=a", -1, "c", "over already")]
    [InlineData("host=a", 600_000, "c", "more than a year")]
    [InlineData("host=a", 60, " ", "has to say why")]
    public void A_silence_that_makes_no_sense_is_refused(string matcher, int minutes, string comment, string expected)
    {
        using var scene = new DeskScene(_time, NotificationSettings.None);

        var refusal = Assert.Throws<ArgumentException>(() => scene.Silences.Add(
            LabelMatchers.Parse([matcher]), null, _time.GetUtcNow() + TimeSpan.FromMinutes(minutes), "mia", comment));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private static ReceiverSettings Hook(string name, Inbox inbox) =>
        new() { Name = name, Type = ReceiverType.Webhook, Url = inbox.Url };

    private static async Task UntilAsync(Func<bool> isDone)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!isDone())
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task PassAsync(DeskScene scene, TimeSpan time, TimeSpan? step = null)
    {
        for (var end = _time.GetUtcNow() + time; _time.GetUtcNow() < end; _time.Advance(
            step ?? TimeSpan.FromSeconds(1)))
        {
            await scene.TellAsync();
        }
    }
}
