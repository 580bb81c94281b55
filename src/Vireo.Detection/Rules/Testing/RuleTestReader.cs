using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using YamlDotNet.RepresentationModel;

namespace Vireo.Detection.Rules.Testing;

/// <summary>Reads files of tests for rules.</summary>
public sealed class RuleTestReader
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly YamlSource _source;

    private RuleTestReader(YamlSource source) => _source = source;

    /// <summary>Reads a file.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="text">Its text.</param>
    public static RuleTestFile Read(string name, string text)
    {
        var source = new YamlSource(name, text);
        if (source.Root is null)
        {
            if (source.Problems.Count == 0)
            {
                source.Problems.Add(new(name, 1, 1, "The file is empty; it needs rule_files and tests."));
            }

            return new([], Minute, [], [], [.. source.Problems]);
        }

        var reader = new RuleTestReader(source);
        Dictionary<string, YamlNode> root = source.Mapping(
            source.Root, "A file of rule tests", "rule_files", "evaluation_interval", "group_eval_order", "tests");

        return new(
            reader.Texts(root.GetValueOrDefault("rule_files"), "'rule_files'"),
            source.Duration(root.GetValueOrDefault("evaluation_interval"), "'evaluation_interval'") ?? Minute,
            reader.Texts(root.GetValueOrDefault("group_eval_order"), "'group_eval_order'"),
            [.. source.Items(root.GetValueOrDefault("tests"), "'tests'").Select(reader.Test)],
            [.. source.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private ImmutableArray<string> Texts(YamlNode? node, string what) =>
        [.. _source.Items(node, what).Select(item => _source.Scalar(item, what)?.Value ?? "")];

    private RuleTest Test(YamlNode node)
    {
        Dictionary<string, YamlNode> test = _source.Mapping(
            node, "A test", "name", "interval", "input_series", "alert_rule_test", "promql_expr_test",
                "external_labels", "external_url");

        return new(
            Text(test, "name"),
            _source.Duration(test.GetValueOrDefault("interval"), "'interval'") is { Ticks: > 0 } interval
                ? interval : Minute,
            [.. _source.Items(test.GetValueOrDefault("input_series"), "'input_series'").Select(Input)],
            [.. _source.Items(test.GetValueOrDefault("alert_rule_test"), "'alert_rule_test'").Select(Alerts)],
            [.. _source.Items(test.GetValueOrDefault("promql_expr_test"),
                "'promql_expr_test'").Select(Expression).OfType<ExpressionExpectation>()],
            LabelSet.Of(Labels(test.GetValueOrDefault("external_labels"), "'external_labels'")),
            Text(test, "external_url"));
    }

    private (LabelSet Labels, ImmutableArray<double?> Values) Input(YamlNode node)
    {
        Dictionary<string, YamlNode> input = _source.Mapping(node, "A series", "series", "values");

        return (
            At(input.GetValueOrDefault("series"), node, "'series'", SeriesNotation.Labels) ?? LabelSet.Empty,
            [.. At(input.GetValueOrDefault("values"), node, "'values'", SeriesNotation.Values) ?? []]);
    }

    private AlertExpectation Alerts(YamlNode node)
    {
        Dictionary<string, YamlNode> alert = _source.Mapping(node, "An alert test", "eval_time", "alertname",
            "exp_alerts");
        string name = Text(alert, "alertname");
        if (name.Length == 0)
        {
            _source.Add(node, "The alert test names no alert. Add 'alertname: …'.");
        }

        var alerts = ImmutableArray.CreateBuilder<(LabelSet Labels, ImmutableSortedDictionary<string,
            string> Annotations)>();
        foreach (YamlNode item in _source.Items(alert.GetValueOrDefault("exp_alerts"), "'exp_alerts'"))
        {
            Dictionary<string, YamlNode> expected = _source.Mapping(item, "An alert", "exp_labels", "exp_annotations");
            alerts.Add((
                LabelSet.Of(Labels(expected.GetValueOrDefault("exp_labels"), "'exp_labels'")),
                Labels(expected.GetValueOrDefault("exp_annotations"), "'exp_annotations'")
                    .ToImmutableSortedDictionary(StringComparer.Ordinal)));
        }

        return new((int)node.Start.Line, Time(alert), name, alerts.ToImmutable());
    }

    private ExpressionExpectation? Expression(YamlNode node)
    {
        Dictionary<string, YamlNode> test = _source.Mapping(node, "An expression test", "expr", "eval_time",
            "exp_samples");
        Expression? expression = At(test.GetValueOrDefault("expr"), node, "'expr'", Parser.Parse);
        var samples = ImmutableArray.CreateBuilder<Sample>();
        foreach (YamlNode item in _source.Items(test.GetValueOrDefault("exp_samples"), "'exp_samples'"))
        {
            Dictionary<string, YamlNode> sample = _source.Mapping(item, "A sample", "labels", "value");
            LabelSet labels = sample.TryGetValue("labels", out YamlNode? text)
                ? At(text, item, "'labels'", SeriesNotation.Labels) ?? LabelSet.Empty
                : LabelSet.Empty;
            string value = Text(sample, "value");
            double number = 0;
            if (value.Length > 0
                && !GoNumbers.TryParse(value.TrimStart('.'), out number) && !GoNumbers.TryParse(value, out number))
            {
                _source.Add(sample["value"], $"'{value}' is no number.");
            }

            samples.Add(new(labels, number));
        }

        return expression is null ? null
            : new((int)node.Start.Line, Time(test), Text(test, "expr"), expression, samples.ToImmutable());
    }

    private TimeSpan Time(Dictionary<string, YamlNode> test) =>
        _source.Duration(test.GetValueOrDefault("eval_time"), "'eval_time'") ?? TimeSpan.Zero;

    private string Text(Dictionary<string, YamlNode> entries, string key) =>
        _source.Scalar(entries.GetValueOrDefault(key), $"'{key}'")?.Value ?? "";

    private Dictionary<string, string> Labels(YamlNode? node, string what)
    {
        if (node is null or YamlScalarNode { Value: null or "" or "null" or "~" })
        {
            return [];
        }

        return _source.Mapping(node, what).ToDictionary(
            entry => entry.Key, entry => _source.Scalar(entry.Value, what)?.Value ?? "", StringComparer.Ordinal);
    }

    private T? At<T>(YamlNode? node, YamlNode parent, string what, Func<string, T> read)
        where T : class
    {
        if (node is null)
        {
            _source.Add(parent, $"{what} is missing.");

            return null;
        }

        if (_source.Scalar(node, what) is not { } scalar)
        {
            return null;
        }

        try
        {
            return read(scalar.Value ?? "");
        }
        catch (ExpressionException error)
        {
            _source.Add(scalar, error.Position, error.Message);

            return null;
        }
    }
}
