using System.Text;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public class CalendarDocumentTests
{
    private const string Group =
        """
        apiVersion: vireo/v1
        kind: VmTemplate
        name: small
        cores: 2
        memory: 4GiB
        ---
        apiVersion: vireo/v1
        kind: VmGroup
        name: web
        template: small
        schedules:
          - { cron: "0 8 * * *", lasts: 10h, replicas: 4, onlyOn: [sales], notOn: [holidays] }

        """;

    private const string Holidays = Calendar + "name: holidays\ndays: [01-01, 12-24..01-06, 2026-04-03]\n";
    private const string Sales = Calendar + "name: sales\ndays: [2026-11-20..2026-12-31]\n";
    private const string Calendar = "---\napiVersion: vireo/v1\nkind: Calendar\n";

    [Fact]
    public void Schedules_carry_the_calendars_that_they_name()
    {
        var rule = Rule(Loading.Valid(Group + Holidays + Sales));

        Assert.True(rule.BeginsOn(new DateOnly(2026, 12, 23)));
        Assert.False(rule.BeginsOn(new DateOnly(2026, 12, 24)));
        Assert.False(rule.BeginsOn(new DateOnly(2026, 10, 1)));
    }

    [Theory]
    [InlineData("name: x\ndays: [25.12.2026]", ":4:8: Expected a date such as 2026-12-25, a day of every year such as 12-25")]
    [InlineData("name: x\ndays: [2026-08-14..2026-07-20]", "It ends before it begins.")]
    [InlineData("name: x\ndays: [2026-08-14..08-20]", "Both ends are dates, or both are days of every year.")]
    [InlineData("name: x\ndays: []", "A calendar has at least one day.")]
    [InlineData("name: x\ndays: [01-01, 01-01]", "'01-01' is already in the list")]
    [InlineData("name: x\ndates: [01-01]", "the nearest known key is 'days'")]
    public void What_is_wrong_with_a_calendar_is_named_with_its_place(string keys, string expected)
    {
        var problems = Loading.Check("apiVersion: vireo/v1\nkind: Calendar\n" + keys).Problems;

        Assert.Contains(problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_calendar_that_is_not_there_is_named_with_the_nearest() =>
        Assert.Contains(
            "There is no calendar named 'holidays'. The nearest is 'holiday'.",
            Loading.OnlyProblem(Group + Sales + Calendar + "name: holiday\ndays: [01-01]\n").ToString());

    [Fact]
    public void A_calendar_that_is_applied_anew_reaches_the_groups_that_use_it()
    {
        var inForce = Loading.Valid(Group + Holidays + Sales);

        var read = ConfigurationLoader.Check(
            [("holidays.yaml", Encoding.UTF8.GetBytes("apiVersion: vireo/v1\nkind: Calendar\nname: holidays\ndays: [12-23]\n"))], inForce);

        Assert.Empty(read.Problems);
        Assert.False(Rule(read.Configuration!).BeginsOn(new DateOnly(2026, 12, 23)));
        Assert.True(Rule(read.Configuration!).BeginsOn(new DateOnly(2026, 12, 24)));
    }

    private static ScheduledCount Rule(ServerConfiguration configuration) =>
        Assert.Single(Assert.Single(configuration.Groups).Rules.OfType<ScheduledCount>());
}
