using System.Collections.Immutable;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Templates;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The alerts of one rule from evaluation to evaluation.</summary>
internal sealed class AlertRuleState(AlertRule rule)
{
    // As long as a resolved alert is remembered, so that its end can still be told.
    private const long Remembered = 15 * 60_000;

    private readonly Dictionary<LabelSet, Alert> _alerts = [];

    // Labels of a series' alert, so that they are built once and not at each evaluation.
    private readonly Dictionary<LabelSet, LabelSet> _known = [];
    private readonly bool _hasFixedLabels = rule.Labels.All(label =>
        !label.Value.Text.Contains("{{", StringComparison.Ordinal));

    /// <summary>Alerts that hold or are kept.</summary>
    public IEnumerable<Alert> Active => _alerts.Values.Where(alert => alert.ResolvedAt is null);

    /// <summary>Every alert, those that ended a short while ago among them.</summary>
    public IReadOnlyCollection<Alert> All => _alerts.Values;

    /// <summary>Takes up where another run stopped.</summary>
    public void Restore(Alert alert) => _alerts[alert.Labels] = alert;

    /// <summary>Evaluates once.</summary>
    /// <returns>The series that tell of its alerts.</returns>
    public List<Sample> Evaluate(IReadOnlyList<Sample> samples, long now, RuleSurroundings around, Func<string,
        IReadOnlyList<Sample>> query, int limit)
    {
        Dictionary<LabelSet, Alert> seen = Current(samples, now, around, query);
        foreach ((LabelSet labels, Alert alert) in seen)
        {
            _alerts[labels] = _alerts.TryGetValue(labels, out Alert? before) && before.State != AlertState.Inactive
                ? before with { Value = alert.Value, Annotations = alert.Annotations }
                : alert;
        }

        List<Sample> series = [];
        foreach (Alert alert in _alerts.Values.ToArray())
        {
            if (Next(alert, seen.ContainsKey(alert.Labels), now) is { } next)
            {
                _alerts[alert.Labels] = next;
                if (next.State != AlertState.Inactive)
                {
                    Tell(next, series);
                }
            }
            else
            {
                _alerts.Remove(alert.Labels);
            }
        }

        return limit > 0 && series.Count > 2 * limit ? throw TooMany(series.Count / 2, limit) : series;
    }

    private Dictionary<LabelSet, Alert> Current(
        IReadOnlyList<Sample> samples, long now, RuleSurroundings around, Func<string, IReadOnlyList<Sample>> query)
    {
        if (samples.Count > around.MostAlerts)
        {
            throw TooMany(samples.Count, around.MostAlerts);
        }

        var seen = new Dictionary<LabelSet, Alert>(samples.Count);
        foreach (Sample sample in samples)
        {
            var data = new TemplateData(sample.Labels, sample.Value, around.ExternalLabels, around.ExternalUrl, query);
            LabelSet labels = LabelsOf(sample.Labels, data);
            ImmutableSortedDictionary<string, string> annotations = rule.Annotations.Length == 0
                ? ImmutableSortedDictionary<string, string>.Empty
                : rule.Annotations.ToImmutableSortedDictionary(
                    one => one.Key, one => one.Value.Expand(data), StringComparer.Ordinal);
            var alert = new Alert(rule.Name, labels, annotations, AlertState.Pending, sample.Value, now, null, null);
            if (!seen.TryAdd(labels, alert))
            {
                throw new EvaluationException(
                    $"Two alerts would have the same labels: {labels}. Keep a label that tells them apart.");
            }
        }

        return seen;
    }

    private LabelSet LabelsOf(LabelSet series, TemplateData data)
    {
        if (_hasFixedLabels && _known.TryGetValue(series, out LabelSet? known))
        {
            return known;
        }

        LabelSet labels = series.Nameless;
        foreach ((string name, Template template) in rule.Labels)
        {
            labels = labels.With(name, template.Expand(data));
        }

        labels = labels.With("alertname", rule.Name);
        if (_hasFixedLabels)
        {
            if (_known.Count > 4 * _alerts.Count + 1024)
            {
                _known.Clear();
            }

            _known[series] = labels;
        }

        return labels;
    }

    // What becomes of an alert; null when it is forgotten.
    private Alert? Next(Alert alert, bool holds, long now)
    {
        if (!holds)
        {
            long? keptSince = alert.KeptSince;
            bool isKept = false;
            if (alert.State == AlertState.Firing && rule.KeepFiringFor > TimeSpan.Zero)
            {
                keptSince ??= now;
                isKept = now - keptSince < (long)rule.KeepFiringFor.TotalMilliseconds;
            }

            if (alert.State == AlertState.Pending || (alert.ResolvedAt is { } resolved && now - resolved > Remembered))
            {
                return null;
            }

            if (!isKept)
            {
                return alert.State == AlertState.Inactive
                    ? alert
                    : alert with { State = AlertState.Inactive, ResolvedAt = now, KeptSince = keptSince };
            }

            alert = alert with { KeptSince = keptSince };
        }
        else if (alert.KeptSince is not null)
        {
            alert = alert with { KeptSince = null };
        }

        return alert.State == AlertState.Pending && now - alert.ActiveAt >= (long)rule.For.TotalMilliseconds
            ? alert with { State = AlertState.Firing }
            : alert;
    }

    private readonly Dictionary<LabelSet, (LabelSet Pending, LabelSet Firing, LabelSet Since)> _told = [];

    private void Tell(Alert alert, List<Sample> series)
    {
        if (!_told.TryGetValue(alert.Labels, out (LabelSet Pending, LabelSet Firing, LabelSet Since) labels))
        {
            if (_told.Count > 4 * _alerts.Count + 1024)
            {
                _told.Clear();
            }

            LabelSet told = ToldLabels(alert.Labels);
            LabelSet state = told.With(LabelSet.NameLabel, "ALERTS");
            labels = (
                state.With("alertstate", "pending"),
                state.With("alertstate", "firing"),
                told.With(LabelSet.NameLabel, "ALERTS_FOR_STATE"));
            _told[alert.Labels] = labels;
        }

        series.Add(new(alert.State == AlertState.Firing ? labels.Firing : labels.Pending, 1));
        series.Add(new(labels.Since, Math.Floor(alert.ActiveAt / 1000.0)));
    }

    // A label whose template came out empty is told as written, as Prometheus tells it.
    private LabelSet ToldLabels(LabelSet labels)
    {
        foreach ((string name, Template template) in rule.Labels)
        {
            labels = labels[name].Length == 0 ? labels.With(name, template.Text) : labels;
        }

        return labels;
    }

    private static EvaluationException TooMany(int count, int most) => new(
        $"The rule has {count} results; {most} are allowed. Narrow or aggregate the expression, or raise the group's limit.");
}
