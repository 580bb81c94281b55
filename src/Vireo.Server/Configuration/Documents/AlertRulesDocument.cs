using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Defaults;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: AlertRules</c>: thresholds of its own, and rules in the form of Prometheus.</summary>
internal static class AlertRulesDocument
{
    // What has to be none is over when there is none: nothing lies below zero.
    private const double BarelyAny = 1e-9;

    private static readonly ChoiceForm<EntityKind> Entity = new([("host", EntityKind.Host), ("vm", EntityKind.VirtualMachine)]);

    private static readonly ChoiceForm<Severity> SeverityForm = new(
        [("info", Severity.Info), ("warning", Severity.Warning), ("critical", Severity.Critical)]);

    private static readonly ChoiceForm<PopulationScope> Scope = new(
    [
        ("cluster", PopulationScope.Cluster), ("rack", PopulationScope.Rack), ("pool", PopulationScope.Pool),
        ("group", PopulationScope.Group),
    ]);

    private static readonly ChoiceForm<NoDataPolicy> NoData = new(
        [("keep", NoDataPolicy.Keep), ("alert", NoDataPolicy.Alert), ("clear", NoDataPolicy.Clear)]);

    /// <summary>One threshold.</summary>
    public static MappingForm<ThresholdRule> Rule { get; } =
        new MappingForm<ThresholdRule>(
            "an alert rule",
            new ThresholdRule(
                "", EntityKind.Host, Metric.CpuUsage, double.PositiveInfinity, double.NaN, OfCapacity: false,
                TimeSpan.FromMinutes(15), Severity.Warning))
            .Required("name", "Unique among the rules; a rule with the name of a built-in one replaces it.", Values.Name,
                rule => rule.Name, (rule, name) => rule with { Name = name })
            .Required("entity", "Which entities it watches.", Entity,
                rule => rule.EntityKind, (rule, kind) => rule with { EntityKind = kind })
            .Required("metric", "Which metric.", new MetricForm(), rule => rule.Metric, (rule, metric) => rule with { Metric = metric })
            .Required("above",
                "Opens above this, in the metric's unit, or as a ratio when ofCapacity is true; with fullWithin, " +
                "what is full.",
                new AmountForm(),
                rule => rule.Above, (rule, above) => rule with { Above = above })
            .Optional("clearBelow", "Closes below this; nine tenths of 'above' when left out.", new AmountForm(),
                rule => double.IsNaN(rule.ClearBelow) ? null : rule.ClearBelow, (rule, clear) => rule with { ClearBelow = clear })
            .Key("ofCapacity", "Whether the bounds are ratios of the entity's capacity.", Values.Flag,
                rule => rule.OfCapacity, (rule, value) => rule with { OfCapacity = value })
            .Key("for", "How long it has to last.", Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(1)),
                rule => rule.For, (rule, value) => rule with { For = value })
            .Key("severity", "Of the incident.", SeverityForm, rule => rule.Severity, (rule, value) => rule with { Severity = value })
            .Optional<PopulationScope>(
                "per", "Whose share of members decides, instead of each entity by itself.", Scope,
                rule => rule.Population, (rule, value) => rule with { Population = value })
            .Key("share", "With 'per': the share of the members that has to be above.", new NumberForm(0.001, 1),
                rule => rule.Share, (rule, value) => rule with { Share = value })
            .Key("noData", "What is concluded while nothing is measured.", NoData,
                rule => rule.NoData, (rule, value) => rule with { NoData = value })
            .Optional<TimeSpan>("fullWithin", "Opens when 'above' will be reached within this time, from the trend.",
                Values.Duration(TimeSpan.FromMinutes(30), TimeSpan.FromDays(30)),
                rule => rule.FullWithin, (rule, value) => rule with { FullWithin = value })
            .Check("share", rule => rule.Population is null != (rule.Share == 0)
                ? "'per' and 'share' belong together: per: rack, share: 0.3."
                : null)
            .Check("per", rule => rule.EntityKind == EntityKind.Host
                && rule.Population is PopulationScope.Pool or PopulationScope.Group
                ? "Pools and groups have virtual machines as members, not hosts."
                : null)
            .Check("fullWithin", rule => rule.FullWithin is not null
                && (rule.Population is not null || rule.NoData != NoDataPolicy.Keep)
                ? "'fullWithin' is about one entity's trend; leave 'per', 'share' and 'noData' out."
                : null)
            .Check("clearBelow", rule => rule.ClearBelow > rule.Above && !(rule.Above == 0 && rule.ClearBelow <= BarelyAny)
                ? $"clearBelow ({rule.ClearBelow}) must not exceed above ({rule.Above}): the incident would open and close at once."
                : null)
            .Check("above", rule => rule.OfCapacity && rule.Above > 2
                ? $"With ofCapacity, 'above' is a ratio of capacity such as 0.9, never percent; found {rule.Above}."
                : null)
            .Check("name", rule => RuleNames.BuiltIn.Contains(rule.Name)
                ? $"'{rule.Name}' is the name of a built-in watch that is no threshold. Choose another name."
                : null);

    public static MappingForm<AlertRulesDraft> Form { get; } =
        new MappingForm<AlertRulesDraft>("AlertRules", new AlertRulesDraft("", IncludeDefaults: true, []))
            .Required("name", "Names this set of rules.", Values.Name, rules => rules.Name, (rules, name) => rules with { Name = name })
            .Key("includeDefaults", "Whether the built-in rules stay in force.", Values.Flag,
                rules => rules.IncludeDefaults, (rules, value) => rules with { IncludeDefaults = value })
            .Key("rules", "Thresholds with a clear condition of their own.",
                new ListForm<ThresholdRule>(Rule, rule => rule.Name),
                rules => rules.Rules, (rules, value) => rules with { Rules = [.. value.Select(Complete)] })
            .Key("groups", "Alerting and recording rules as Prometheus has them.", new RuleGroupsForm(),
                rules => rules.Groups, (rules, value) => rules with { Groups = value })
            .Key("files", "Rule files as Prometheus has them; relative to this file.",
                new ListForm<string>(new TextForm("a path"), path => path),
                rules => rules.Paths, (rules, value) => rules with { Paths = value });

    /// <summary>The rule files in force: what is configured, and the one that comes with the product unless a set
    /// excludes it.</summary>
    public static ImmutableArray<RuleFile> RuleFiles(IReadOnlyList<AlertRulesDraft> sets) =>
    [
        .. sets.All(set => set.IncludeDefaults) ? [ShippedRules.Read()] : ImmutableArray<RuleFile>.Empty,
        .. sets.SelectMany(set => set.RuleFiles),
    ];

    /// <summary>The rules in force: what is configured, and the built-in ones unless a set excludes them.</summary>
    public static ImmutableArray<ThresholdRule> Combine(IReadOnlyList<AlertRulesDraft> sets)
    {
        var own = sets.SelectMany(set => set.Rules).ToList();
        var defaults = sets.All(set => set.IncludeDefaults)
            ? DefaultRules.All.Where(usual => own.TrueForAll(rule => rule.Name != usual.Name))
            : [];

        return [.. defaults, .. own];
    }

    private static ThresholdRule Complete(ThresholdRule rule) =>
        double.IsNaN(rule.ClearBelow) ? rule with { ClearBelow = rule.Above == 0 ? BarelyAny : rule.Above * 0.9 } : rule;
}
