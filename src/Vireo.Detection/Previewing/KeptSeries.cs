using System.Collections.Immutable;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection.Previewing;

/// <summary>Which series a preview has, so that it can say which it lacks.</summary>
internal sealed class KeptSeries
{
    private readonly HashSet<(EntityKind Kind, Metric Metric)> _measured;
    private readonly HashSet<string> _names;
    private readonly ILookup<string, Rule> _rules;
    private readonly ILookup<string, Rule> _recorded;

    /// <summary>Takes note of what there is.</summary>
    /// <param name="measured">Series with values.</param>
    /// <param name="files">All rules; what they record is there for the others.</param>
    public KeptSeries(IEnumerable<SeriesKey> measured, ImmutableArray<RuleFile> files)
    {
        _measured = [.. measured.Select(key => (key.Entity.Kind, key.Metric))];
        _names =
        [
            "ALERTS", "ALERTS_FOR_STATE", .. FleetSamples.OfInventory,
            .. _measured.Select(one => FleetSamples.NameOf(one.Kind, one.Metric)).OfType<string>(),
        ];
        Rule[] rules = [.. files.SelectMany(file => file.Groups).SelectMany(group => group.Rules)];
        _rules = rules.Where(rule => rule is AlertRule).ToLookup(rule => rule.Name, StringComparer.Ordinal);
        _recorded = rules.Where(rule => rule is RecordingRule).ToLookup(rule => rule.Name, StringComparer.Ordinal);
    }

    /// <summary>The metric of a threshold where nothing of it is kept; else nothing.</summary>
    public ImmutableArray<string> Lacking(ThresholdRule rule) =>
        _measured.Contains((rule.EntityKind, rule.Metric)) ? [] : [rule.Metric.Name];

    /// <summary>The series that a rule of a file reads, itself or through what is recorded for it, and that are not
    /// there; ordered.</summary>
    public ImmutableArray<string> Lacking(string alert)
    {
        var lacking = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<Rule>(_rules[alert]);
        while (open.TryDequeue(out Rule? rule))
        {
            foreach (string name in new RuleReach([rule]).Names.Where(seen.Add))
            {
                if (_recorded.Contains(name))
                {
                    foreach (Rule source in _recorded[name])
                    {
                        open.Enqueue(source);
                    }
                }
                else if (!_names.Contains(name))
                {
                    lacking.Add(name);
                }
            }
        }

        return [.. lacking];
    }
}
