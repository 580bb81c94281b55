using System.Collections.Immutable;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Logs;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;

namespace Vireo.Detection.Rules.Series;

/// <summary>What was seen to be unusual, as series of rules: bounds that move with what is usual, and kinds of log
/// lines.</summary>
/// <remarks><c>vireo_unusual_severity</c> and <c>vireo_unusual_deviations</c> (standard deviations from what is usual at
/// that time of day, negative below it) with <c>metric</c>; <c>vireo_log_signal_lines</c> with <c>signal</c>,
/// <c>trouble</c> and <c>template</c>. Labels besides are <c>cluster</c> and what it is about: <c>host</c>, <c>vm</c>,
/// <c>datastore</c>. What is usual has no series; one that ends is seen for the look-back of rules.</remarks>
public static class SignalSamples
{
    /// <summary>The samples of one look.</summary>
    public static IEnumerable<Sample> Of(
        ClusterId cluster, ImmutableArray<UnusualMetric> unusual, ImmutableArray<UnusualLog> logs)
    {
        foreach (UnusualMetric one in unusual)
        {
            (string, string)[] labels = [.. About(cluster, one.Key.Entity), ("metric", one.Key.Metric.Name)];
            yield return Sample("vireo_unusual_severity", labels, one.Severity);
            double deviations = (one.Value - one.Usual) / one.Spread;
            if (double.IsFinite(deviations))
            {
                yield return Sample("vireo_unusual_deviations", labels, deviations);
            }
        }

        // Where one template signals twice, e.g. as new and as a burst, the kinds tell them apart.
        foreach (UnusualLog log in logs)
        {
            yield return Sample(
                "vireo_log_signal_lines",
                [
                    .. About(cluster, log.Entity), ("signal", log.Kind.ToString().ToLowerInvariant()),
                    ("trouble", log.IsTrouble ? "yes" : "no"), ("template", log.Template),
                ],
                log.Lines);
        }
    }

    private static (string Name, string Value)[] About(ClusterId cluster, EntityId entity) =>
    [
        ("cluster", cluster.Value),
        (entity.Kind switch
        {
            EntityKind.VirtualMachine => "vm",
            EntityKind.Cluster => "of",
            _ => entity.Kind.ToString().ToLowerInvariant(),
        }, entity.Value),
    ];

    private static Sample Sample(string name, (string Name, string Value)[] labels, double value) => new(
        LabelSet.Of(labels.Append((LabelSet.NameLabel, name)).Select(label => KeyValuePair.Create(label.Item1, label.Item2))),
        value);
}
