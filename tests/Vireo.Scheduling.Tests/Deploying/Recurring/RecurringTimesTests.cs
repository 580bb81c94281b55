using CsCheck;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Scheduling.Tests.Deploying.Recurring;

public class RecurringTimesTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Four_Mondays_in_a_row_are_a_pattern_and_the_earliest_time_is_named()
    {
        var found = Assert.Single(Find(28, [.. Weeks(4).Select(week => week + At(8, 40 - (5 * (int)(week - Monday).TotalDays / 7)))]));

        Assert.Equal([DayOfWeek.Monday], found.Days);
        Assert.Equal((4, 4, At(8, 25)), (found.Seen, found.Of, found.Begins));
        Assert.InRange(found.Chance, 0, 1e-5);
    }

    [Fact]
    public void Workdays_and_all_days_are_told_apart_and_said_once()
    {
        var workdays = Assert.Single(Find(28, [.. Days(28).Where(IsWorkday).Select(day => day + At(9))]));
        var daily = Assert.Single(Find(28, [.. Days(28).Select(day => day + At(23, 45))]));

        Assert.Equal((5, 20, 20), (workdays.Days.Length, workdays.Seen, workdays.Of));
        Assert.Equal((7, At(23, 45)), (daily.Days.Length, daily.Begins));
    }

    [Fact]
    public void Two_patterns_of_one_kind_are_both_found()
    {
        var found = Find(28, [.. Weeks(4).Select(week => week + At(8)), .. Weeks(4).Select(week => week + At(14).Add(TimeSpan.FromDays(3)))]);

        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Thursday], found.SelectMany(time => time.Days).Order());
    }

    [Fact]
    public void Two_Mondays_prove_nothing() => Assert.Empty(Find(14, [.. Weeks(2).Select(week => week + At(8))]));

    [Fact]
    public void What_has_ended_is_not_expected()
    {
        Assert.Single(Find(28, [.. Weeks(4).Select(week => week + At(8))]));
        Assert.Empty(Find(49, [.. Weeks(4).Select(week => week + At(8))]));
    }

    [Fact]
    public void Days_that_were_served_ahead_say_neither_yes_nor_no()
    {
        DateTimeOffset[] asked = [.. Weeks(4).Select(week => week + At(8))];
        DateTimeOffset[] served = [.. Enumerable.Range(4, 3).Select(week => Monday.AddDays(7 * week) + At(7, 40))];

        var found = Assert.Single(RecurringTimes.Find(asked, served, Monday, Monday.AddDays(49)));

        Assert.Equal((4, 4), (found.Seen, found.Of));
    }

    [Fact]
    public void Requests_at_random_times_are_seldom_taken_for_a_pattern()
    {
        var random = new Random(11);
        int found = 0;
        for (int trial = 0; trial < 1_000; trial++)
        {
            int count = random.Next(1, 60);
            found += Find(56, [.. Enumerable.Range(0, count).Select(_ => Monday.AddDays(56 * random.NextDouble()))]).Length;
        }

        Assert.InRange(found, 0, 2);
    }

    [Fact]
    public void Requests_at_random_in_office_hours_are_no_pattern_either() =>
        Gen.Select(Gen.Int[0, 27], Gen.Double[9, 17]).Array[1, 20].Sample(asked =>
            Find(28, [.. asked.Select(one => Monday.AddDays(one.Item1).AddHours(one.Item2)).Where(IsWorkday)])
                .All(time => time.Days.Length == 1 && time.Chance <= 0.001));

    [Fact]
    public void Whatever_happened_it_is_said_only_with_its_evidence() =>
        Gen.Select(Gen.Int[0, 55], Gen.Int[0, 1_439]).Array[0, 80].Sample(happened =>
            Find(56, [.. happened.Select(one => Monday.AddDays(one.Item1).AddMinutes(one.Item2))])
                .All(time => time.Seen <= time.Of && time.Hits.Length >= time.Seen && time.Chance <= 0.001 && time.Begins <= time.Ends));

    private static System.Collections.Immutable.ImmutableArray<RecurringTime> Find(int days, DateTimeOffset[] happened) =>
        RecurringTimes.Find(happened, [], Monday, Monday.AddDays(days));

    private static IEnumerable<DateTimeOffset> Weeks(int count) => Enumerable.Range(0, count).Select(week => Monday.AddDays(7 * week));

    private static IEnumerable<DateTimeOffset> Days(int count) => Enumerable.Range(0, count).Select(day => Monday.AddDays(day));

    private static bool IsWorkday(DateTimeOffset day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static TimeSpan At(int hour, int minute = 0) => new(hour, minute, 0);
}
