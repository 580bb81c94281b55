using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Detection.Rules.Watching;

/// <summary>Evaluates rule files over a fleet's series, look by look. Not safe for use by several threads at
/// once.</summary>
/// <remarks>Only series that some rule reads are kept, and only as long as the longest of their windows. Evaluations
/// happen at the end of the window that is handed in, at most once for each instant and no more often than a group's
/// interval.</remarks>
public sealed class FleetRules
{
    private readonly ImmutableArray<RuleFile> _files;
    private readonly RuleReach _reach;
    private readonly SeriesStore _store;
    private readonly FleetSamples _samples;
    private readonly EvaluationLimits _limits;
    private readonly ImmutableArray<(string Source, GroupRun Run)> _groups;
    private readonly Dictionary<GroupRun, DateTimeOffset> _evaluated = [];
    private readonly ImmutableArray<string> _names;

    /// <summary>Prepares the rules.</summary>
    /// <param name="files">Files without mistakes.</param>
    /// <param name="step">The spacing of the series that will be handed in: a value counts as the present one that
    /// long, and never less than the five minutes of Prometheus.</param>
    /// <param name="mostSeries">Series kept at most; more are refused and counted.</param>
    public FleetRules(ImmutableArray<RuleFile> files, TimeSpan step, int mostSeries)
    {
        _files = files;
        Rule[] rules = [.. files.SelectMany(file => file.Groups).SelectMany(group => group.Rules)];
        _reach = new RuleReach(rules);
        _store = new SeriesStore(mostSeries);
        _samples = new FleetSamples(_store, _reach.Reads);
        EvaluationLimits usual = EvaluationLimits.Default;
        _limits = usual with
        {
            LookbackMilliseconds = Math.Max(usual.LookbackMilliseconds, (long)step.TotalMilliseconds),
        };
        RuleSurroundings around = RuleSurroundings.Default with { Limits = _limits };
        _groups =
        [
            .. files.SelectMany(file => file.Groups.Select(group =>
                ($"{file.Name}/{group.Name}", new GroupRun(group, _store, around)))),
        ];
        _names = [.. rules.OfType<AlertRule>().Select(rule => rule.Name).Distinct()];
        Picture = new(_names, [], []);
    }

    /// <summary>The rules.</summary>
    public ImmutableArray<RuleFile> Files => _files;

    /// <summary>What they said last.</summary>
    public AlertPicture Picture { get; private set; }

    /// <summary>Values that were refused because there were too many series.</summary>
    public long Refused => _store.Refused;

    /// <summary>Whether any rule reads what is measured so.</summary>
    public bool Reads(Metric metric) => FleetSamples.NamesOf(metric).Any(_reach.Reads);

    /// <summary>Takes up alerts where another life or other rules left them; those of rules that are gone
    /// end.</summary>
    public void Restore(ImmutableArray<RuleAlert> alerts)
    {
        foreach ((string source, GroupRun run) in _groups)
        {
            run.Restore(alerts.Where(alert => alert.Source == source).Select(alert => alert.Alert));
        }

        Picture = Picture with { Alerts = [.. alerts.Where(alert => _names.Contains(alert.Alert.Rule))] };
    }

    /// <summary>Looks once.</summary>
    /// <param name="fleet">The inventory.</param>
    /// <param name="series">A window of clean series that ends now.</param>
    /// <param name="own">What Vireo knows of itself, as series and their newest values.</param>
    public AlertPicture Observe(FleetSnapshot fleet, FleetSeries series, IEnumerable<Sample> own)
    {
        _samples.Append(fleet, series);
        long now = series.AsOf.ToUnixTimeMilliseconds();
        foreach (Sample sample in own.Where(sample => _reach.Reads(sample.Labels[LabelSet.NameLabel])))
        {
            _store.Append(sample.Labels, now, sample.Value);
        }

        var failures = ImmutableArray.CreateBuilder<RuleFailure>();
        bool isNew = false;
        foreach ((_, GroupRun run) in _groups.Where(group => IsDue(group.Run, series.AsOf)))
        {
            failures.AddRange(run.Evaluate(now));
            _evaluated[run] = series.AsOf;
            isNew = true;
        }

        if (isNew)
        {
            Picture = new(_names, Alerts(fleet.Cluster), failures.ToImmutable());
            _store.Trim(now - _reach.Milliseconds - _limits.LookbackMilliseconds);
        }

        return Picture;
    }

    // Later than the last time, and by the group's interval where it has one.
    private bool IsDue(GroupRun run, DateTimeOffset now) =>
        !_evaluated.TryGetValue(run, out DateTimeOffset last)
        || (now > last && now - last >= (run.Group.Interval ?? TimeSpan.Zero));

    private ImmutableArray<RuleAlert> Alerts(ClusterId cluster) =>
    [
        .. _groups.SelectMany(group => group.Run.All
            .OrderBy(alert => alert.Rule, StringComparer.Ordinal)
            .ThenBy(alert => alert.Labels)
            .Select(alert => RuleAlert.Of(group.Source, alert, cluster))),
    ];
}
