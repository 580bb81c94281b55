using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>A group of rules that is evaluated again and again over one store. Rules run in order; what one records,
/// the next ones see at the same instant; a series that a rule no longer gives is marked as ended.</summary>
public sealed class GroupRun
{
    private readonly SeriesStore _store;
    private readonly RuleSurroundings _around;
    private readonly (Rule Rule, AlertRuleState? Alerts)[] _rules;
    private readonly HashSet<LabelSet>[] _given;

    /// <summary>Prepares a group.</summary>
    public GroupRun(RuleGroup group, SeriesStore store, RuleSurroundings around)
    {
        Group = group;
        _store = store;
        _around = around;
        _rules = [.. group.Rules.Select(rule => (rule, rule is AlertRule alert ? new AlertRuleState(alert) : null))];
        _given = [.. group.Rules.Select(_ => new HashSet<LabelSet>())];
    }

    /// <summary>The group.</summary>
    public RuleGroup Group { get; }

    /// <summary>Alerts pending and firing.</summary>
    public IEnumerable<Alert> Active => _rules.SelectMany(rule => rule.Alerts?.Active ?? []);

    /// <summary>Every alert, those that ended in the last quarter of an hour among them.</summary>
    public IEnumerable<Alert> All => _rules.SelectMany(rule => rule.Alerts?.All ?? []);

    /// <summary>Takes up alerts where another run stopped, so that a restart does not begin their waiting
    /// anew.</summary>
    public void Restore(IEnumerable<Alert> alerts)
    {
        foreach (Alert alert in alerts)
        {
            Array.Find(_rules, rule => rule.Alerts is not null && rule.Rule.Name == alert.Rule).Alerts?.Restore(alert);
        }
    }

    /// <summary>Evaluates every rule at an instant.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <returns>The rules that had no result, and why; their alerts stay as they were.</returns>
    public ImmutableArray<RuleFailure> Evaluate(long now)
    {
        var failures = ImmutableArray.CreateBuilder<RuleFailure>();
        for (int i = 0; i < _rules.Length; i++)
        {
            try
            {
                Evaluate(i, now);
            }
            catch (EvaluationException error)
            {
                failures.Add(new(Group.Name, _rules[i].Rule.Name, error.Message));
            }
        }

        return failures.ToImmutable();
    }

    private void Evaluate(int index, long now)
    {
        (Rule rule, AlertRuleState? alerts) = _rules[index];
        var evaluator = new Evaluator(_store, now, _around.Limits);
        IReadOnlyList<Sample> result = evaluator.Evaluate(rule.Expression);
        List<Sample> series = alerts is null
            ? Recorded((RecordingRule)rule, result)
            : alerts.Evaluate(
                result, now, _around, text =>
                    new Evaluator(_store, now, _around.Limits).Evaluate(Parser.Parse(text)), Group.Limit);
        HashSet<LabelSet> before = _given[index];
        var given = new HashSet<LabelSet>(series.Count);
        foreach (Sample sample in series)
        {
            _store.Append(sample.Labels, now, sample.Value);
            given.Add(sample.Labels);
        }

        foreach (LabelSet labels in before)
        {
            if (!given.Contains(labels))
            {
                _store.Append(labels, now, StaleMarker.Value);
            }
        }

        _given[index] = given;
    }

    private List<Sample> Recorded(RecordingRule rule, IReadOnlyList<Sample> samples)
    {
        if (Group.Limit > 0 && samples.Count > Group.Limit)
        {
            throw new EvaluationException($"The rule has {samples.Count} results; the group's limit is {Group.Limit}.");
        }

        var seen = new HashSet<LabelSet>(samples.Count);
        var series = new List<Sample>(samples.Count);
        foreach (Sample sample in samples)
        {
            LabelSet labels = sample.Labels.With(LabelSet.NameLabel, rule.Name);
            foreach ((string name, Templates.Template value) in rule.Labels)
            {
                labels = labels.With(name, value.Text);
            }

            if (!seen.Add(labels))
            {
                throw new EvaluationException($"Two recorded series would have the same labels: {labels}.");
            }

            series.Add(new(labels, sample.Value));
        }

        return series;
    }
}
