using Vireo.Fleet;

namespace Vireo.Server.Tests.Configuration;

public class GroupDocumentTests
{
    private const string Template = "apiVersion: vireo/v1\nkind: VmTemplate\nname: small\ncores: 2\nmemory: 4GiB\n---\n";
    private const string Group = Template + "apiVersion: vireo/v1\nkind: VmGroup\nname: web\ntemplate: small\n";

    [Fact]
    public void A_group_is_read_with_its_rules()
    {
        var configuration = Loading.Valid(
            Group +
            """
            minimum: 2
            maximum: 12
            mhzPerReplica: 3000
            responseTime: 80ms
            startUp: 4m
            surplusFor: 20m
            forecastOnly: true
            schedules:
              - { cron: "30 7 * * mon-fri", lasts: 10h, replicas: 4, timeZone: Europe/Berlin, except: ["2026-12-25"] }
            threshold: { outAbove: 0.9, inBelow: 0.4, for: 10m }
            target: { ratio: 0.8 }
            targets:
              - { metric: service.queue, value: 5 }
              - { metric: service.response, value: 0.06, tolerance: 0.2 }
            predictive: { quantile: 0.9 }
            """);

        var group = configuration.Groups.Single();
        Assert.Equal((2, 12, 3_000.0, true), (group.Minimum, group.Maximum, group.LoadPerReplica, group.IsForecastOnly));
        Assert.Equal(TimeSpan.FromMilliseconds(80), group.ResponseTime);
        Assert.Equal(6, group.Rules.Length);
        Assert.Equal(
            [new MetricTracking("service.queue", 5, 0.1), new MetricTracking("service.response", 0.06, 0.2)],
            group.Rules.OfType<MetricTracking>());
        var schedule = Assert.Single(group.Rules.OfType<ScheduledCount>());
        Assert.Equal(("Europe/Berlin", new DateOnly(2026, 12, 25)), (schedule.TimeZone, schedule.Except.Single()));
        Assert.Equal(new MemoryBytes(4L << 30), configuration.Templates.Single().Memory);
    }

    [Theory]
    [InlineData("minimum: 5\nmaximum: 3", "below the minimum")]
    [InlineData("schedules: [{ cron: '61 * * * *', lasts: 1h, replicas: 2 }]", "'61' is no minute")]
    [InlineData("schedules: [{ cron: '1 * * * *', lasts: 1h, replicas: 2, timeZone: Mars/Olympus }]", "no time zone")]
    [InlineData("schedules: [{ cron: '1 * * * *', lasts: 1h, replicas: 2, except: ['25.12.2026'] }]", "2026-12-25")]
    [InlineData("threshold: { outAbove: 0.5, inBelow: 0.6 }", "without a gap the group would flap")]
    [InlineData("targe: 3", "nearest known key is 'target'")]
    [InlineData("targets: [{ metric: service.request, value: 3 }]", "nearest is 'service.requests'")]
    [InlineData("targets: [{ metric: service.requests }]", "value")]
    public void What_is_wrong_is_named_with_the_fix(string keys, string expected) =>
        Assert.Contains(expected, Loading.OnlyProblem(Group + keys).ToString());

    [Fact]
    public void A_template_that_is_missing_is_named_with_the_nearest() =>
        Assert.Contains(
            "The nearest is 'small'",
            Loading.OnlyProblem(Template + "apiVersion: vireo/v1\nkind: VmGroup\nname: web\ntemplate: smal").ToString());
}
