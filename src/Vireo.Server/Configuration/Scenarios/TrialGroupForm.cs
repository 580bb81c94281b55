using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Forms;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>A group of a scenario.</summary>
internal static class TrialGroupForm
{
    private const double Tolerance = 0.1;

    private static readonly NamedForm<double> Targets = new("metrics with the means that are wanted", new NumberForm(1e-6, 1e15));

    public static MappingForm<TrialGroup> Form { get; } = new MappingForm<TrialGroup>("a group", new TrialGroup())
        .Required("name", "Its name.", Values.Name,
            group => group.Id.Value, (group, name) => group with { Id = new VmGroupId(name) })
        .Key("minimum", "Replicas that are kept whatever the load.", new IntegerForm(0, 10_000),
            group => group.Minimum, (group, value) => group with { Minimum = value })
        .Key("maximum", "The ceiling.", new IntegerForm(1, 10_000),
            group => group.Maximum, (group, value) => group with { Maximum = value })
        .Optional<int>("fixed", "A fixed number of replicas.", new IntegerForm(0, 10_000),
            group => group.Fixed, (group, value) => group with { Fixed = value })
        .Optional<double>("target", "The part of what a replica may carry that each should carry.", new NumberForm(0.01, 10),
            group => group.Target, (group, value) => group with { Target = value })
        .Key("targets", "Metrics of the replicas with the means that are wanted, such as { service.queue: 2 }.", Targets,
            group => group.Targets.ToImmutableSortedDictionary(rule => rule.Metric,
                rule => rule.Value, StringComparer.Ordinal),
            (group, values) => group with { Targets = [.. values.Select(value => new MetricTracking(value.Key, value.Value, Tolerance))] })
        .Optional<double>("predictive", "The quantile of the forecast that has to be carried.", new RatioForm(0.5, 0.99),
            group => group.Predictive, (group, value) => group with { Predictive = value })
        .Key("checked", "Whether replicas are configured and health-checked before they serve.", Values.Flag,
            group => group.IsChecked, (group, value) => group with { IsChecked = value })
        .Optional<double>("responseTimeMs", "What users are promised.", new NumberForm(1, 60_000),
            group => group.ResponseTimeMs, (group, value) => group with { ResponseTimeMs = value })
        .Key("load", "Another load than the scenario's, in MHz.", TrialLoadForm.Form,
            group => group.Load, (group, load) => group with { Load = load })
        .Check("maximum", group => group.Maximum < group.Minimum
            ? $"The maximum ({group.Maximum}) is below the minimum ({group.Minimum})."
            : null)
        .Check("targets", group => group.Targets.FirstOrDefault(rule => Metric.Find(rule.Metric) is null) is { } unknown
            ? $"There is no metric '{unknown.Metric}'; the nearest is '{NearestWord.Of(unknown.Metric, Metric.All.Select(metric => metric.Name))}'."
            : null);
}
