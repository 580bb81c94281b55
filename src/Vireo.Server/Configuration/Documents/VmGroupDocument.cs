using System.Globalization;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: VmGroup</c>: replicas of one template that carry a load together.</summary>
internal static class VmGroupDocument
{
    private static readonly ListForm<string> Dates = new(new TextForm("a date such as 2026-12-25"), date => date);

    private static readonly ListForm<string> CalendarNames = new(Values.Name, name => name);

    private static readonly MappingForm<ScheduledCount> Schedule =
        new MappingForm<ScheduledCount>("a schedule", new ScheduledCount("", TimeSpan.FromHours(1), 1, "UTC", []))
            .Required("cron", "When a window begins: minute, hour, day of month, month, day of week.", new TextForm("a cron expression"),
                rule => rule.Cron, (rule, cron) => rule with { Cron = cron })
            .Required("lasts", "How long it is open.", Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
                rule => rule.Lasts, (rule, lasts) => rule with { Lasts = lasts })
            .Required("replicas", "At least so many while it is open.", new IntegerForm(0, 10_000),
                rule => rule.Replicas, (rule, replicas) => rule with { Replicas = replicas })
            .Key("timeZone", "In which the times are meant, such as Europe/Berlin.", new TextForm("a time zone"),
                rule => rule.TimeZone, (rule, zone) => rule with { TimeZone = zone })
            .Key("except", "Days on which no window begins.", Dates,
                rule => [.. rule.Except.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
                (rule, days) => rule with { Except = [.. days.Select(Day)] })
            .Key("onlyOn", "Calendars on whose days alone windows begin.", CalendarNames,
                rule => [.. rule.OnlyOn.Select(calendar => calendar.Name)],
                (rule, names) => rule with { OnlyOn = [.. names.Select(name => new NamedCalendar(name, []))] })
            .Key("notOn", "Calendars on whose days no window begins, such as holidays.", CalendarNames,
                rule => [.. rule.NotOn.Select(calendar => calendar.Name)],
                (rule, names) => rule with { NotOn = [.. names.Select(name => new NamedCalendar(name, []))] })
            .Check("cron", rule => Values.WhyNoCron(rule.Cron))
            .Check("timeZone", rule => Values.WhyNoTimeZone(rule.TimeZone))
            .Check("except", rule => rule.Except.Contains(DateOnly.MinValue) ? "A day is written as 2026-12-25." : null);

    private static readonly MappingForm<ThresholdScaling> Threshold =
        new MappingForm<ThresholdScaling>("a threshold", new ThresholdScaling(1, 0.5, TimeSpan.FromMinutes(10)))
            .Required("outAbove", "One more above this part of what a replica may carry.", new NumberForm(0.01, 100),
                rule => rule.OutAbove, (rule, value) => rule with { OutAbove = value })
            .Required("inBelow", "One less below this part.", new NumberForm(0, 100),
                rule => rule.InBelow, (rule, value) => rule with { InBelow = value })
            .Key("for", "How long either has to last.", Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)),
                rule => rule.For, (rule, value) => rule with { For = value })
            .Check("inBelow", rule => rule.InBelow >= rule.OutAbove
                ? $"inBelow ({rule.InBelow}) has to be below outAbove ({rule.OutAbove}): without a gap the group would flap."
                : null);

    private static readonly MappingForm<TargetTracking> Target =
        new MappingForm<TargetTracking>("a target", new TargetTracking(1, 0.1))
            .Required("ratio", "The part of what a replica may carry that each should carry.", new NumberForm(0.01, 10),
                rule => rule.Target, (rule, value) => rule with { Target = value })
            .Key("tolerance", "Deviation that is left alone.", new RatioForm(0, 0.5),
                rule => rule.Tolerance, (rule, value) => rule with { Tolerance = value });

    private static readonly MappingForm<MetricTracking> Tracked =
        new MappingForm<MetricTracking>("a target of a metric", new MetricTracking(Metric.Requests.Name, 1, 0.1))
            .Required("metric", "Which metric of its replicas, such as service.requests, service.queue or service.response.", new MetricForm(),
                Named, (rule, metric) => rule with { Metric = metric.Name })
            .Required("value", "The mean over the replicas that is wanted, in the metric's unit.", new NumberForm(1e-6, 1e15),
                rule => rule.Value, (rule, value) => rule with { Value = value })
            .Key("tolerance", "Deviation that is left alone.", new RatioForm(0, 0.5),
                rule => rule.Tolerance, (rule, value) => rule with { Tolerance = value });

    private static readonly MappingForm<PredictiveScaling> Predictive =
        new MappingForm<PredictiveScaling>("a prediction", new PredictiveScaling(0.95))
            .Key("quantile", "Of the forecast that has to be carried.", new RatioForm(0.5, 0.99),
                rule => rule.Quantile, (rule, value) => rule with { Quantile = value })
            .Key("reserve", "The part of what each replica carries that is kept free for crowds that come faster than one starts.",
                new RatioForm(0, 0.9), rule => rule.Reserve, (rule, value) => rule with { Reserve = value });

    public static MappingForm<VmGroup> Form { get; } = Rules(Bounds(new MappingForm<VmGroup>(
        "VmGroup", new VmGroup { Id = new VmGroupId(""), Template = new VmTemplateId("") })));

    private static MappingForm<VmGroup> Bounds(MappingForm<VmGroup> form) => form
        .Required("name", "Names the group, as machines carry it.", Values.Name,
            group => group.Id.Value, (group, name) => group with { Id = new VmGroupId(name) })
        .Required("template", "What replicas are made from.", Values.Name,
            group => group.Template.Value, (group, name) => group with { Template = new VmTemplateId(name) })
        .Key("minimum", "Replicas that are kept whatever the load.", new IntegerForm(0, 10_000),
            group => group.Minimum, (group, value) => group with { Minimum = value })
        .Key("maximum", "The ceiling over all its objects in any state.", new IntegerForm(1, 10_000),
            group => group.Maximum, (group, value) => group with { Maximum = value })
        .Key("backendPool", "The load balancer that replicas join once they serve, and leave before they go.", Values.Name,
            group => group.BackendPool?.Value, (group, name) => group with { BackendPool = new ProviderId(name!) })
        .Optional<double>("mhzPerReplica", "CPU that one replica carries within the objective; left out, upToRatio of its size.",
            new NumberForm(1, 1e7), group => group.LoadPerReplica, (group, value) => group with { LoadPerReplica = value })
        .Optional("responseTime", "What users accept; what a replica carries is then learned from measured response times.",
            Values.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
            group => group.ResponseTime, (group, value) => group with { ResponseTime = value })
        .Key("upToRatio", "The part of a replica's CPU that it may use until that is learned, or where nothing is promised.", new RatioForm(0.05),
            group => group.UpToRatio, (group, value) => group with { UpToRatio = value })
        .Key("startUp", "From the order of a replica to its first request.",
            Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)),
            group => group.StartUp, (group, value) => group with { StartUp = value })
        .Key("surplusFor", "How long a measured surplus has to last before one goes.",
            Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)),
            group => group.SurplusFor, (group, value) => group with { SurplusFor = value })
        .Key("restBeforeIn", "Rest after growing before anything goes.", Values.Duration(TimeSpan.Zero, TimeSpan.FromHours(2)),
            group => group.RestBeforeIn, (group, value) => group with { RestBeforeIn = value })
        .Key("restBeforeOut", "Rest after shrinking before growing again.", Values.Duration(TimeSpan.Zero, TimeSpan.FromHours(2)),
            group => group.RestBeforeOut, (group, value) => group with { RestBeforeOut = value })
        .Key("largestStep", "The most replicas ordered in one decision.", new IntegerForm(1, 1_000),
            group => group.LargestStep, (group, value) => group with { LargestStep = value })
        .Key("forecastOnly", "Whether decisions are only shown.", Values.Flag,
            group => group.IsForecastOnly, (group, value) => group with { IsForecastOnly = value })
        .Check("maximum", group => group.Maximum < group.Minimum
            ? $"The maximum ({group.Maximum}) is below the minimum ({group.Minimum})."
            : null);

    private static MappingForm<VmGroup> Rules(MappingForm<VmGroup> form) => form
        .Optional<int>("replicas", "A fixed number of replicas.", new IntegerForm(0, 10_000),
            group => group.Rules.OfType<FixedCount>().FirstOrDefault()?.Replicas,
            (group, count) => Add(group, new FixedCount(count)))
        .Key("schedules", "At least so many at certain times.", new ListForm<ScheduledCount>(Schedule),
            group => [.. group.Rules.OfType<ScheduledCount>()],
            (group, rules) => rules.Aggregate(group, Add))
        .Key("threshold", "One more or less beyond bounds.", Threshold,
            group => group.Rules.OfType<ThresholdScaling>().FirstOrDefault(), Add)
        .Key("target", "As many as keep the load of each near a target.", Target,
            group => group.Rules.OfType<TargetTracking>().FirstOrDefault(), Add)
        .Key("targets", "As many as keep metrics of the replicas near values: requests, queue length, response time, any other.",
            new ListForm<MetricTracking>(Tracked), group => [.. group.Rules.OfType<MetricTracking>()],
            (group, rules) => rules.Aggregate(group, Add))
        .Key("predictive", "As many as the forecast needs by the time that new ones could serve.", Predictive,
            group => group.Rules.OfType<PredictiveScaling>().FirstOrDefault(), Add)
        .Check("replicas", group => group.Rules.OfType<FixedCount>().FirstOrDefault(rule => rule.Replicas > group.Maximum) is { } rule
            ? $"{rule.Replicas} replicas are above the maximum ({group.Maximum}), which would win. Raise 'maximum'."
            : null)
        .Check("schedules", group =>
            group.Rules.OfType<ScheduledCount>().FirstOrDefault(rule => rule.Replicas > group.Maximum) is { } rule
                ? $"The schedule '{rule.Cron}' asks for {rule.Replicas} replicas, above the maximum ({group.Maximum}), which would win. " +
                    "Raise 'maximum'."
                : null);

    private static VmGroup Add(VmGroup group, ScalingRule rule) => group with { Rules = group.Rules.Add(rule) };

    private static Metric Named(MetricTracking rule) => Metric.Find(rule.Metric) ??
        throw new InvalidOperationException($"There is no metric '{rule.Metric}' in this version; remove the target from the group.");

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : DateOnly.MinValue;
}
