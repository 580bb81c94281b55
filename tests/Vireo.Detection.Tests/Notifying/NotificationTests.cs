using CsCheck;
using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Notifying;

public class NotificationTests
{
    private static readonly NotificationPolicy Ops = NotificationStory.PolicyOf(
        new NotificationRoute { Receiver = "ops" }, NotificationStory.Person("ops"));

    [Fact]
    public void What_comes_together_is_one_message_after_the_wait_and_its_end_is_another()
    {
        var story = new NotificationStory(Ops);
        var one = story.Open("hot", "host-1");
        var two = story.Open("hot", "host-2");
        story.Pass(TimeSpan.FromSeconds(20));
        int before = story.Delivered.Count;

        story.Pass(TimeSpan.FromMinutes(10));
        story.Resolve(one);
        story.Resolve(two);
        story.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(0, before);
        Assert.Equal([(2, 0), (0, 2)],
            story.Delivered.Select(one => (one.Notification.Firing.Count(), one.Notification.Resolved.Count())));
        Assert.Empty(story.State.Groups);
    }

    [Fact]
    public void A_latecomer_waits_for_the_interval_and_what_lasts_is_told_again_after_the_repeat_interval()
    {
        var story = new NotificationStory(Ops);
        var began = story.Now;
        story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromMinutes(1));
        story.Open("hot", "host-2");

        story.Pass(TimeSpan.FromHours(9));

        Assert.Equal(
            [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(330), TimeSpan.FromSeconds(330) + TimeSpan.FromHours(4),
                TimeSpan.FromSeconds(330) + TimeSpan.FromHours(8)],
            story.Delivered.Select(one => one.At - began));
    }

    [Fact]
    public void What_is_silenced_is_not_told_and_is_told_at_once_when_the_silence_ends()
    {
        var story = new NotificationStory(Ops);
        var ends = story.Now + TimeSpan.FromHours(1);
        story.Silences.Add(new("s", LabelMatchers.Parse(["host=host-1"]), story.Now, ends, "mia", "new memory"));
        story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromMinutes(59));
        int during = story.Delivered.Count;

        story.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(0, during);
        Assert.Equal(ends + NotificationPolicy.UsualGroupWait, story.Delivered.Single().At);
    }

    [Fact]
    public void Who_was_told_that_something_is_wrong_hears_that_it_is_over_in_spite_of_a_silence()
    {
        var story = new NotificationStory(Ops);
        var incident = story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromMinutes(1));
        story.Silences.Add(new(
            "s", LabelMatchers.Parse(["host=host-1"]), story.Now, story.Now + TimeSpan.FromDays(1), "mia", "c"));
        story.Pass(TimeSpan.FromHours(5));

        story.Resolve(incident);
        story.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal([false, true], story.Delivered.Select(one => one.Notification.IsOver));
    }

    [Fact]
    public void What_is_over_before_the_wait_is_nobodys_business()
    {
        var story = new NotificationStory(Ops);
        var incident = story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromSeconds(10));
        story.Resolve(incident);

        story.Pass(TimeSpan.FromHours(1));

        Assert.Empty(story.Delivered);
    }

    [Fact]
    public void What_follows_from_another_incident_is_counted_with_it_and_not_told_by_itself()
    {
        var story = new NotificationStory(Ops);
        var lead = story.Open("host-down", "host-1", Severity.Critical);
        story.Open("slow", "host-2", under: lead.Id);
        story.Open("slow", "host-3", under: lead.Id);

        story.Pass(TimeSpan.FromHours(1));

        var told = Assert.Single(Assert.Single(story.Delivered).Notification.Firing);
        Assert.Equal((lead.Id, 2), (told.Id, told.Consequences));
    }

    [Fact]
    public void What_becomes_more_urgent_is_told_again()
    {
        var story = new NotificationStory(Ops);
        var incident = story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromMinutes(10));

        story.Change(incident with { Severity = Severity.Critical });
        story.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal([Severity.Warning, Severity.Critical], story.Delivered.Select(one => one.Notification.Severity));
    }

    [Fact]
    public void A_receiver_that_is_away_for_a_day_misses_nothing_and_gets_no_storm_afterwards()
    {
        var story = new NotificationStory(Ops);
        story.TakeDown("ops");
        var gone = Enumerable.Range(0, 200).Select(i =>
        {
            var incident = story.Open($"rule-{i}", "host-1");
            story.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
            story.Resolve(incident);
            story.Pass(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));

            return incident.Id;
        }).ToList();
        var lasting = Enumerable.Range(0, 50).Select(i => story.Open($"last-{i}", "host-2").Id).ToList();
        story.Pass(TimeSpan.FromHours(1));

        story.BringBack("ops");
        story.Pass(TimeSpan.FromHours(1));

        Assert.InRange(story.Delivered.Count, 1, 3);
        Assert.Equal(gone.Order(), story.Delivered.SelectMany(one => one.Notification.Resolved).Select(one => one.Id)
            .Order());
        Assert.Equal(lasting.Order(), story.Delivered.SelectMany(one => one.Notification.Firing).Select(one => one.Id)
            .Order());
        Assert.True(story.Attempted.Count < 200, $"{story.Attempted.Count} attempts while it was away");
    }

    [Fact]
    public void A_message_that_was_on_its_way_when_the_process_died_comes_again_with_the_same_key_and_no_other_does()
    {
        var story = new NotificationStory(Ops);
        story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromSeconds(30));
        var lost = story.Look(isCrashing: true).Single();

        story.Restart();
        story.Pass(TimeSpan.FromMinutes(1));
        story.Restart();
        story.Pass(TimeSpan.FromHours(1));

        Assert.Equal(lost.Key, story.Delivered.Single().Notification.Key);
    }

    [Fact]
    public void What_ended_while_the_process_was_gone_and_may_have_been_told_is_told_to_be_over()
    {
        var story = new NotificationStory(Ops);
        var incident = story.Open("hot", "host-1");
        story.Pass(TimeSpan.FromSeconds(30));
        story.Look(isCrashing: true);

        story.Resolve(incident);
        story.Restart();
        story.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(incident.Id, story.Delivered.Single().Notification.Resolved.Single().Id);
    }

    [Fact]
    public void Hundreds_of_groups_at_once_are_one_message()
    {
        var story = new NotificationStory(Ops);
        for (int i = 0; i < 300; i++)
        {
            story.Open($"rule-{i}", "host-1");
        }

        story.Pass(TimeSpan.FromHours(1));

        Assert.Equal(300, story.Delivered.Single().Notification.Firing.Count());
    }

    [Fact]
    public void A_pager_gets_a_message_for_each_group_and_never_more_than_its_allowance()
    {
        var story = new NotificationStory(NotificationStory.PolicyOf(
            new NotificationRoute { Receiver = "pager" },
            new ReceiverTraits("pager", true, IsFed: false, TakesOneGroup: true)));
        for (int i = 0; i < 60; i++)
        {
            story.Open($"rule-{i}", "host-1");
        }

        story.Pass(TimeSpan.FromMinutes(5));
        int soon = story.Delivered.Count;
        story.Pass(TimeSpan.FromMinutes(20));

        Assert.InRange(soon, 20, 30);
        Assert.Equal(60, story.Delivered.Select(one => one.Notification.Groups.Single().Key).Distinct().Count());
    }

    [Fact]
    public void Alertmanager_is_told_at_once_and_each_minute_everything_that_is_wrong()
    {
        var story = new NotificationStory(NotificationStory.PolicyOf(
            new NotificationRoute { Receiver = "am" },
            new ReceiverTraits("am", true, IsFed: true, TakesOneGroup: false)));
        var began = story.Now;
        story.Open("hot", "host-1");
        story.Open("cold", "host-2");

        story.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1)], story.Delivered.Select(one => one.At - began));
        Assert.All(story.Delivered, one => Assert.Equal(2, one.Notification.Firing.Count()));
    }

    [Fact]
    public void A_receiver_that_never_answers_fills_no_memory_and_what_is_forgotten_is_counted()
    {
        var story = new NotificationStory(Ops);
        story.TakeDown("ops");
        var first = story.Open("hot", "host-0");
        story.Pass(TimeSpan.FromMinutes(1));
        story.Resolve(first);
        var many = Enumerable.Range(0, 10_500).Select(i => story.Open("hot", $"host-{i}")).ToList();
        story.Look();
        many.ForEach(story.Resolve);

        story.Look();

        Assert.Equal(10_000, story.State.Groups.Values.Sum(group => group.Members.Length));
        Assert.Equal(501, story.State.ReceiverOf("ops").Forgotten);
    }

    [Fact]
    public void Whatever_happens_who_was_told_hears_the_end_and_nobody_hears_twice_of_the_same_without_reason() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[1, 400]).Array[1, 40].Sample(events =>
        {
            var story = new NotificationStory(Ops);
            var open = new Dictionary<int, Incident>();
            var opened = new HashSet<string>();
            foreach (var (what, which, seconds) in events)
            {
                switch (what)
                {
                    case 0 or 1 when !open.ContainsKey(which):
                        open[which] = story.Open("hot", $"host-{which}");
                        opened.Add(open[which].Id);
                        break;
                    case 2 when open.Remove(which, out var incident):
                        story.Resolve(incident);
                        break;
                    case 3:
                        story.TakeDown("ops");
                        break;
                    case 4:
                        story.BringBack("ops");
                        break;
                    case 5:
                        story.Restart();
                        break;
                    default:
                        break;
                }

                story.Pass(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(10));
            }

            story.BringBack("ops");
            open.Values.ToList().ForEach(story.Resolve);
            story.Pass(TimeSpan.FromHours(1), TimeSpan.FromSeconds(30));

            var firing = story.Delivered.SelectMany(one => one.Notification.Firing).Select(one => one.Id).ToHashSet();
            var over = story.Delivered.SelectMany(one => one.Notification.Resolved).Select(one => one.Id).ToList();

            return story.State.Groups.IsEmpty && firing.All(over.Contains) && over.Count == over.Distinct().Count()
                && over.All(opened.Contains)
                && story.Delivered.Select(one => one.Notification.Key).Distinct().Count() == story.Delivered.Count;
        }, iter: 100);
}
