using Vireo.Scheduling.Scaling;

namespace Vireo.Scheduling.Tests.Scaling;

public class CronScheduleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("30 7 * * mon-fri", "2026-01-05 07:30", true)]
    [InlineData("30 7 * * mon-fri", "2026-01-04 07:30", false)]
    [InlineData("*/15 * * * *", "2026-01-04 03:45", true)]
    [InlineData("*/15 * * * *", "2026-01-04 03:46", false)]
    [InlineData("0 0 1,15 * *", "2026-01-15 00:00", true)]
    [InlineData("0 0 13 * fri", "2026-02-13 00:00", true)]
    [InlineData("0 0 13 * fri", "2026-02-20 00:00", true)] // Either day, as crontab has it.
    [InlineData("0 12 * jan,jul 7", "2026-07-05 12:00", true)]
    [InlineData("0 12 * jan,jul 7", "2026-08-02 12:00", false)]
    [InlineData("10-20/5 3 * * *", "2026-08-02 03:15", true)]
    public void An_expression_names_minutes(string cron, string local, bool expected) =>
        Assert.Equal(expected, CronSchedule.Parse(cron).Matches(DateTime.Parse(local, null)));

    [Theory]
    [InlineData("30 7 * *", "4 fields")]
    [InlineData("60 7 * * *", "'60' is no minute")]
    [InlineData("0 7 * * mun", "'mun' is no day of week")]
    [InlineData("5-1 7 * * *", "'5-1' is no minute")]
    public void A_wrong_expression_is_refused_with_the_field(string cron, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => CronSchedule.Parse(cron)).Message);

    [Theory]
    [InlineData("2026-01-05T06:30:00Z", true)] // 07:30 in winter.
    [InlineData("2026-07-06T05:30:00Z", true)] // 07:30 in summer.
    [InlineData("2026-07-06T09:29:00Z", true)]
    [InlineData("2026-07-06T09:30:00Z", false)]
    [InlineData("2026-07-06T05:29:00Z", false)]
    public void A_window_follows_the_clocks_of_its_zone(string now, bool isOpen) =>
        Assert.Equal(isOpen, Open("30 7 * * *", now, []));

    [Fact]
    public void No_window_begins_on_a_day_that_is_excepted() =>
        Assert.False(Open("30 7 * * *", "2026-12-25T07:00:00Z", [new DateOnly(2026, 12, 25)]));

    [Fact]
    public void A_time_that_the_clocks_skip_never_comes() =>
        Assert.False(Open("30 2 * * *", "2026-03-29T01:45:00Z", []));

    private static bool Open(string cron, string now, DateOnly[] except) =>
        CronSchedule.Parse(cron).NewestWithin(DateTimeOffset.Parse(now, null), TimeSpan.FromHours(4), Berlin, day => !except.Contains(day)) is not null;
}
