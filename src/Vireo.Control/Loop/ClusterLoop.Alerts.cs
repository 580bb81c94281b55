using System.Collections.Immutable;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Logs;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>The alert rules: evaluated each cycle over the fleet's series and the loop's own figures.</content>
public sealed partial class ClusterLoop
{
    private FleetRules _alertRules;

    private AlertPicture Evaluate(
        FleetSnapshot fleet, FleetSeries series, ImmutableArray<UnusualMetric> unusual, ImmutableArray<UnusualLog> logs)
    {
        using var stage = LoopMetrics.Measure("rules");
        var own = LoopFigures.Of(Picture()).Select(figure => new Sample(LabelsOf(figure), figure.Value));

        return _alertRules.Observe(fleet, series, own.Concat(SignalSamples.Of(_options.Cluster, unusual, logs)));
    }

    private static LabelSet LabelsOf(LoopFigure figure) => LabelSet.Of(figure.Labels
        .Append((LabelSet.NameLabel, figure.Name))
        .Select(label => KeyValuePair.Create(label.Item1, label.Item2)));

    private FleetRules RulesOf(ImmutableArray<RuleFile> files) =>
        new(files, _forecaster.Options.Step, _options.MostRuleSeries);

    // Alerts go on where the rules stay the same; what only the old rules knew is over.
    private void ReplaceRules(ImmutableArray<RuleFile> files)
    {
        var fresh = RulesOf(files);
        fresh.Restore(_alertRules.Picture.Alerts);
        _alertRules = fresh;
    }
}
