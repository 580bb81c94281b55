using System.Collections.Immutable;
using Vireo.Detection.Exhaustion;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection.Previewing;

/// <summary>Asks rules what they would have said of the past, look by look, by the same code that watches the
/// present.</summary>
/// <remarks>Pure. The inventory of the past is not kept: machines and hosts are taken as they are now, so what has left
/// is not judged and what moved is judged by its present capacity. Other rules say nothing here, so nothing is folded
/// under their incidents.</remarks>
public sealed class RulePreviewer
{
    private const int MostShown = 20;

    private readonly ImmutableArray<ThresholdRule> _thresholds;
    private readonly ImmutableArray<RuleFile> _files;
    private readonly FleetSnapshot _fleet;
    private readonly TimeSpan _window;
    private readonly int _mostSeries;

    /// <summary>Prepares a preview.</summary>
    /// <param name="thresholds">Thresholds; names are unique.</param>
    /// <param name="files">Rule files without mistakes.</param>
    /// <param name="fleet">The inventory.</param>
    /// <param name="window">What each look sees of the series, as in production.</param>
    /// <param name="mostSeries">Series that the rules of files may keep.</param>
    public RulePreviewer(
        ImmutableArray<ThresholdRule> thresholds, ImmutableArray<RuleFile> files, FleetSnapshot fleet, TimeSpan window,
        int mostSeries)
    {
        _thresholds = thresholds;
        _files = files;
        _fleet = fleet;
        _window = window;
        _mostSeries = mostSeries;
    }

    /// <summary>Looks once at the end of every step of a history.</summary>
    /// <param name="history">Clean series that end together; what is before the first value is not looked at.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public RulePreview Run(FleetSeries history, CancellationToken cancellationToken)
    {
        var rules = new FleetRules(_files, history.Step, _mostSeries);
        var exhaustion = new FleetExhaustion();
        var state = WatchState.Quiet;
        var incidents = new Dictionary<string, Incident>(StringComparer.Ordinal);
        var failures = new SortedSet<string>(StringComparer.Ordinal);
        var metrics = history.Series.Keys.Select(key => key.Metric).Distinct()
            .Where(metric => rules.Reads(metric) || _thresholds.Any(rule => rule.Metric == metric)).ToHashSet();
        TimeSeries[] all = [.. history.Series.Values.Where(series => metrics.Contains(series.Key.Metric))];
        TimeSeries[] measured = [.. history.Series.Values.Where(series => FirstValue(series) >= 0)];
        var kept = new KeptSeries(measured.Select(series => series.Key), _files);
        var from = measured.Select(series => series.Start + (FirstValue(series) * series.Step))
            .DefaultIfEmpty(history.AsOf).Min();
        var window = new SlidingWindow(all, history.Step, _window);
        int looks = 0;
        for (var now = from + history.Step; now <= history.AsOf; now += history.Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var series = window.At(now);
            var alerts = rules.Observe(_fleet, series, []);
            failures.UnionWith(alerts.Failures.Select(failure => $"{failure.Rule}: {failure.Message}"));
            (state, var changed) = Look(state, alerts, series, exhaustion.Observe(_thresholds, _fleet, series));
            foreach (var incident in changed)
            {
                incidents[incident.Id] = incident;
            }

            looks++;
        }

        var byRule = incidents.Values.ToLookup(incident => incident.Rule, StringComparer.Ordinal);
        PreviewedRule Told(string name, ImmutableArray<string> unkept) =>
            Of(name, [.. byRule[name]], history.AsOf, unkept);

        return new RulePreview(
            from, history.AsOf, looks,
            [
                .. _thresholds.Select(rule => Told(rule.Name, kept.Lacking(rule))),
                .. rules.Picture.Rules.Except(_thresholds.Select(rule => rule.Name))
                    .Select(name => Told(name, kept.Lacking(name))),
            ],
            [.. failures]);
    }

    private static int FirstValue(TimeSeries series) =>
        series.Values.Span.IndexOfAnyInRange(double.NegativeInfinity, double.PositiveInfinity);

    private (WatchState State, ImmutableArray<Incident> Changed) Look(
        WatchState state, AlertPicture alerts, FleetSeries series, ImmutableArray<FillingSeries> filling)
    {
        var look = new Look(state, _thresholds, alerts, _fleet, series);
        List<Finding> findings = [];
        ThresholdWatch.Run(look, _thresholds, findings, []);
        FillingWatch.Run(look, _thresholds, filling, findings);
        RuleWatch.Run(look, alerts, findings);

        return IncidentBook.Apply(look, findings, []);
    }

    private static PreviewedRule Of(
        string name, List<Incident> incidents, DateTimeOffset end, ImmutableArray<string> unkept) => new(
        name,
        incidents.Count,
        incidents.Select(incident => incident.Entity).Distinct().Count(),
        incidents.Select(incident => (incident.ResolvedAt ?? end) - incident.OpenedAt).DefaultIfEmpty(TimeSpan.Zero).Max(),
        [
            .. incidents.OrderByDescending(incident => incident.OpenedAt).ThenBy(incident => incident.Entity).Take(MostShown)
                .Select(incident => new PreviewedIncident(
                    incident.Entity, incident.Severity, incident.Title, incident.OpenedAt, incident.ResolvedAt)),
        ],
        unkept);
}
