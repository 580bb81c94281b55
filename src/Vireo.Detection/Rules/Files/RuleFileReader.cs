using System.Collections.Immutable;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Templates;
using YamlDotNet.RepresentationModel;

namespace Vireo.Detection.Rules.Files;

/// <summary>Reads rule files as Prometheus has them; every mistake is told with its place.</summary>
public sealed class RuleFileReader
{
    private const int MostRules = 100_000;
    private readonly YamlSource _source;

    private RuleFileReader(YamlSource source) => _source = source;

    /// <summary>Reads a file.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="text">Its text.</param>
    public static RuleFile Read(string name, string text)
    {
        var source = new YamlSource(name, text);
        var reader = new RuleFileReader(source);
        ImmutableArray<RuleGroup> groups = source.Root is { } root ? reader.Groups(root) : [];

        return new(
            name, text, groups,
            [.. source.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private ImmutableArray<RuleGroup> Groups(YamlNode root)
    {
        Dictionary<string, YamlNode> entries = _source.Mapping(root, "A rule file", "groups");
        var groups = ImmutableArray.CreateBuilder<RuleGroup>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlNode node in _source.Items(entries.GetValueOrDefault("groups"), "'groups'"))
        {
            Dictionary<string, YamlNode> group = _source.Mapping(node, "A group", "name", "interval", "limit", "rules");
            string name = _source.Scalar(group.GetValueOrDefault("name"), "'name'")?.Value ?? "";
            if (name.Length == 0)
            {
                _source.Add(node, "The group has no name. Add 'name: …'.");
            }
            else if (!names.Add(name))
            {
                _source.Add(group["name"], $"There are two groups '{name}' in this file. Rename one.");
            }

            IReadOnlyList<YamlNode> rules = _source.Items(group.GetValueOrDefault("rules"), "'rules'");
            if (rules.Count > MostRules)
            {
                _source.Add(group["rules"], $"{rules.Count} rules in one group; {MostRules} are the most.");
                continue;
            }

            groups.Add(new(
                name,
                _source.Duration(group.GetValueOrDefault("interval"), "'interval'"),
                Limit(group.GetValueOrDefault("limit")),
                [.. rules.Select(ReadRule).OfType<Rule>()]));
        }

        return groups.ToImmutable();
    }

    private int Limit(YamlNode? node)
    {
        if (node is null || _source.Scalar(node, "'limit'") is not { } scalar)
        {
            return 0;
        }

        if (int.TryParse(scalar.Value, out int limit) && limit >= 0)
        {
            return limit;
        }

        _source.Add(node, $"'limit' is a whole number from 0 on, not '{scalar.Value}'.");

        return 0;
    }

    private Rule? ReadRule(YamlNode node)
    {
        Dictionary<string, YamlNode> rule = _source.Mapping(
            node, "A rule", "alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations");
        YamlScalarNode? alert = _source.Scalar(rule.GetValueOrDefault("alert"), "'alert'");
        YamlScalarNode? record = _source.Scalar(rule.GetValueOrDefault("record"), "'record'");
        YamlScalarNode? expr = _source.Scalar(rule.GetValueOrDefault("expr"), "'expr'");
        if (node is not YamlMappingNode || !HasOneName(node, alert, record))
        {
            return null;
        }

        if (expr is null)
        {
            _source.Add(node, $"The rule '{(alert ?? record)!.Value}' has no expression. Add 'expr: …'.");

            return null;
        }

        Expression? expression = ReadExpression(expr);
        TimeSpan? wait = _source.Duration(rule.GetValueOrDefault("for"), "'for'");
        TimeSpan? keep = _source.Duration(rule.GetValueOrDefault("keep_firing_for"), "'keep_firing_for'");
        ImmutableArray<KeyValuePair<string, Template>> labels = ReadTemplates(rule.GetValueOrDefault("labels"), "label",
            alert is not null);
        ImmutableArray<KeyValuePair<string, Template>> annotations =
            ReadTemplates(rule.GetValueOrDefault("annotations"), "annotation", isTemplate: true);
        if (record is not null)
        {
            CheckRecord(record, rule);
        }

        return expression is null ? null
            : alert is not null ? new AlertRule(
                alert.Value!, expr.Value!, expression, labels, wait ?? TimeSpan.Zero, keep ?? TimeSpan.Zero,
                    annotations)
            : new RecordingRule(record!.Value!, expr.Value!, expression, labels);
    }

    private bool HasOneName(YamlNode node, YamlScalarNode? alert, YamlScalarNode? record)
    {
        if (alert is not null && record is not null)
        {
            _source.Add(record, "A rule has 'alert' or 'record', not both.");
        }
        else if (alert is null && record is null)
        {
            _source.Add(node, "A rule needs 'alert: …' or 'record: …'.");
        }
        else if (string.IsNullOrEmpty((alert ?? record)!.Value))
        {
            _source.Add((alert ?? record)!, "The name is empty.");
        }
        else
        {
            return true;
        }

        return false;
    }

    private void CheckRecord(YamlScalarNode record, Dictionary<string, YamlNode> rule)
    {
        foreach (string key in (string[])["for", "keep_firing_for", "annotations"])
        {
            if (rule.TryGetValue(key, out YamlNode? node))
            {
                _source.Add(node, $"'{key}' belongs to alerts; this rule records '{record.Value}'. Remove it.");
            }
        }

        if (!LabelNames.IsValidSeries(record.Value!))
        {
            _source.Add(record,
                $"'{record.Value}' is no name for a series: letters, digits, '_' and ':', no digit first.");
        }
    }

    private Expression? ReadExpression(YamlScalarNode node)
    {
        try
        {
            Expression expression = Parser.Parse(node.Value ?? "");
            if (expression.Kind is ValueKind.Scalar or ValueKind.Vector)
            {
                return expression;
            }

            _source.Add(node, 0, $"A rule needs a number or an instant vector, not {Checks.Name(expression.Kind)}.");
        }
        catch (ExpressionException error)
        {
            _source.Add(node, error.Position, error.Message);
        }

        return null;
    }

    private ImmutableArray<KeyValuePair<string, Template>> ReadTemplates(YamlNode? node, string what, bool isTemplate)
    {
        if (node is null or YamlScalarNode { Value: null or "" or "null" or "~" })
        {
            return [];
        }

        var templates = ImmutableArray.CreateBuilder<KeyValuePair<string, Template>>();
        foreach ((string name, YamlNode value) in _source.Mapping(node, $"The {what}s").OrderBy(entry =>
            entry.Key, StringComparer.Ordinal))
        {
            if (!LabelNames.IsValid(name) || name == Series.LabelSet.NameLabel)
            {
                _source.Add(value, $"'{name}' is no name for a {what}: letters, digits and '_', no digit first.");
            }
            else if (_source.Scalar(value, $"The {what} '{name}'") is { } scalar)
            {
                try
                {
                    templates.Add(new(name, isTemplate
                        ? Template.Parse(scalar.Value ?? "") : Template.Plain(scalar.Value ?? "")));
                }
                catch (TemplateException error)
                {
                    _source.Add(scalar, error.Position, $"The {what} '{name}': {error.Message}");
                }
            }
        }

        return templates.ToImmutable();
    }
}
