using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Notifying;

public class RoutingTests
{
    private static readonly NotificationRoute Tree = new()
    {
        Receiver = "ops",
        Routes =
        [
            new()
            {
                Matchers = LabelMatchers.Parse(["severity=\"critical\""]),
                Receiver = "pager",
                Continue = true,
                GroupWait = TimeSpan.Zero,
                Routes = [new() { Matchers = LabelMatchers.Parse(["host=~\"db-.*\""]), Receiver = "database" }],
            },
            new() { Matchers = LabelMatchers.Parse(["host!~\"web-.*\""]), Receiver = "infra" },
        ],
    };

    [Theory]
    [InlineData("web-1", Severity.Warning, "ops")]
    [InlineData("app-1", Severity.Warning, "infra")]
    [InlineData("web-1", Severity.Critical, "pager")]
    [InlineData("app-1", Severity.Critical, "infra,pager")]
    [InlineData("db-1", Severity.Critical, "database,infra")]
    public void The_first_route_that_matches_takes_it_and_goes_on_only_where_it_says_so(
        string host, Severity severity, string expected)
    {
        string[] names = ["ops", "pager", "database", "infra"];
        var story = new NotificationStory(
            NotificationStory.PolicyOf(Tree, [.. names.Select(NotificationStory.Person)]));
        story.Open("hot", host, severity);

        story.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(expected.Split(','), story.Delivered.Select(one => one.Notification.Receiver)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_inhibited_is_not_told_and_a_label_that_both_lack_is_not_equal()
    {
        var policy = NotificationStory.PolicyOf(
            new NotificationRoute { Receiver = "ops" }, NotificationStory.Person("ops")) with
        {
            Inhibitions = [Rule("host"), Rule("rack")],
        };
        var story = new NotificationStory(policy);
        story.Open("host-down", "host-1", Severity.Critical);
        story.Open("slow", "host-1");
        story.Open("slow", "host-2");

        story.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(
            ["host-down at host-1", "slow at host-2"],
            story.Delivered.SelectMany(one => one.Notification.Firing).Select(one => one.Title)
                .Order(StringComparer.Ordinal));
        Assert.Contains(
            story.State.Groups.Values.SelectMany(group => group.Members),
            member => member.Muted?.StartsWith("Inhibited by host-down/host-1", StringComparison.Ordinal) == true);
    }

    private static InhibitionRule Rule(string equal) =>
        new(LabelMatchers.Parse(["alertname=host-down"]), LabelMatchers.Parse(["severity=warning"]), [equal]);

    [Fact]
    public void Labels_in_groupBy_make_messages_of_their_own()
    {
        var root = new NotificationRoute { Receiver = "ops", GroupBy = ["host"] };
        var story = new NotificationStory(NotificationStory.PolicyOf(root, NotificationStory.Person("ops")));
        story.Open("hot", "host-1");
        story.Open("slow", "host-1");
        story.Open("hot", "host-2");

        story.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal([2, 1], story.Delivered.Select(one => one.Notification.Firing.Count()));
    }

    [Fact]
    public void Whoever_is_no_longer_told_of_something_hears_that_it_is_over_for_them()
    {
        var story = new NotificationStory(NotificationStory.PolicyOf(
            new NotificationRoute
            {
                Receiver = "ops",
                Routes = [new() { Matchers = LabelMatchers.Parse(["severity=critical"]), Receiver = "pager" }],
            },
            NotificationStory.Person("ops"), NotificationStory.Person("pager")));
        var incident = story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromMinutes(2));

        story.Change(incident with { Severity = Severity.Critical });
        story.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(
            [("ops", false), ("pager", false), ("ops", true)],
            story.Delivered.Select(one => (one.Notification.Receiver, one.Notification.IsOver)));
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("=critical")]
    [InlineData("severity=~\"(\"")]
    [InlineData("severity=\"critical")]
    [InlineData("severity=\"critical\" and more")]
    [InlineData("sev erity=\"critical\"")]
    [InlineData("host=~\"(?=x)\"")]
    public void What_is_no_condition_is_refused_and_named(string text)
    {
        var wrong = Assert.Throws<FormatException>(() => LabelMatchers.Parse([text]));

        Assert.Contains(text, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""a="b\"c\\d" """)]
    [InlineData("a =~ b.*")]
    [InlineData("a!=\"\"")]
    public void Conditions_are_read_as_they_are_written(string text)
    {
        var read = LabelMatchers.Parse([text]);

        Assert.Equal(read, LabelMatchers.Parse(read.Texts));
    }
}
