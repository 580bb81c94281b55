using System.Collections.Immutable;
using System.Text;
using Vireo.Detection.Rules.Evaluation;

namespace Vireo.Detection.Rules.Templates;

/// <summary>A text with double braces, as labels and annotations of alert rules have it.</summary>
public sealed class Template
{
    private const int MostNodes = 100_000;
    private readonly ImmutableArray<TemplateNode> _nodes;

    private Template(string text, ImmutableArray<TemplateNode> nodes)
    {
        Text = text;
        _nodes = nodes;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It cannot be read or is not supported.</exception>
    public static Template Parse(string text) => new(text, TemplateParser.Parse(text));

    /// <summary>A text that is used as it is.</summary>
    public static Template Plain(string text) => new(text, []);

    /// <summary>Fills in. A mistake that shows only now is written into the text, as Prometheus does.</summary>
    public string Expand(TemplateData data)
    {
        if (_nodes is [] or [TextNode])
        {
            return Text;
        }

        try
        {
            var run = new Run(data);
            run.Write(_nodes, Root(data));

            return run.ToString();
        }
        catch (TemplateException error)
        {
            return $"<error expanding template: {error.Message}>";
        }
    }

    private static Dictionary<string, object?> Root(TemplateData data) => new()
    {
        ["Labels"] = data.Labels.ToDictionary(),
        ["ExternalLabels"] = data.ExternalLabels.ToDictionary(),
        ["ExternalURL"] = data.ExternalUrl,
        ["Value"] = data.Value,
    };

    private sealed class Run(TemplateData data)
    {
        private readonly StringBuilder _text = new();
        private readonly List<(string Name, object? Value)> _variables =
        [
            ("$", Root(data)),
            ("$labels", data.Labels.ToDictionary()),
            ("$externalLabels", data.ExternalLabels.ToDictionary()),
            ("$externalURL", data.ExternalUrl),
            ("$value", data.Value),
        ];

        private int _written;

        public override string ToString() => _text.ToString();

        public void Write(ImmutableArray<TemplateNode> nodes, object? dot)
        {
            foreach (TemplateNode node in nodes)
            {
                if (++_written > MostNodes)
                {
                    throw new TemplateException(node.Position, $"more than {MostNodes} steps");
                }

                switch (node)
                {
                    case TextNode text:
                        _text.Append(text.Text);
                        break;
                    case ActionNode { Variable: { } name } action:
                        _variables.Add((name, Evaluate(action.Pipeline, dot)));
                        break;
                    case ActionNode action:
                        _text.Append(GoFormat.Value(Evaluate(action.Pipeline, dot)));
                        break;
                    case BranchNode branch:
                        Write(branch, dot);
                        break;
                    default:
                        break;
                }
            }
        }

        private void Write(BranchNode branch, object? dot)
        {
            int known = _variables.Count;
            object? value = Evaluate(branch.Pipeline, dot);
            if (branch.Kind == BranchKind.Range && value is System.Collections.IEnumerable items and not string
                && TemplateFunctions.IsTrue(value))
            {
                WriteEach(branch, items);
            }
            else if (branch.Kind != BranchKind.Range && TemplateFunctions.IsTrue(value))
            {
                if (branch.Variable is { } name)
                {
                    _variables.Add((name, value));
                }

                Write(branch.Body, branch.Kind == BranchKind.With ? value : dot);
            }
            else
            {
                Write(branch.Otherwise, dot);
            }

            _variables.RemoveRange(known, _variables.Count - known);
        }

        private void WriteEach(BranchNode branch, System.Collections.IEnumerable items)
        {
            int known = _variables.Count;
            IEnumerable<(object? Key, object? Value)> pairs = items is Dictionary<string, string> labels
                ? labels.OrderBy(label =>
                    label.Key, StringComparer.Ordinal).Select(label => ((object?)label.Key, (object?)label.Value))
                : items.Cast<object?>().Select((item, i) => ((object?)(long)i, item));
            foreach ((object? key, object? value) in pairs)
            {
                if (branch.KeyVariable is { } keyName)
                {
                    _variables.Add((keyName, key));
                }

                if (branch.Variable is { } name)
                {
                    _variables.Add((name, value));
                }

                Write(branch.Body, value);
                _variables.RemoveRange(known, _variables.Count - known);
            }
        }

        private object? Evaluate(Pipeline pipeline, object? dot)
        {
            object? value = null;
            for (int i = 0; i < pipeline.Commands.Length; i++)
            {
                CommandNode command = pipeline.Commands[i];
                if (command.Words[0] is FunctionNode function)
                {
                    IEnumerable<object?> arguments = command.Words.Skip(1).Select(word => Operand(word, dot));
                    object?[] all = i > 0 ? [.. arguments, value] : [.. arguments];
                    value = TemplateFunctions.Call(function.Name, all, data, function.Position);
                }
                else if (i > 0 || command.Words.Length > 1)
                {
                    throw new TemplateException(command.Position, "can't give argument to non-function");
                }
                else
                {
                    value = Operand(command.Words[0], dot);
                }
            }

            return value;
        }

        private object? Operand(OperandNode operand, object? dot) => operand switch
        {
            ConstantNode constant => constant.Value,
            FieldNode field => Follow(
                field.Variable is null ? dot : _variables.FindLast(one =>
                    one.Name == field.Variable).Value, field.Fields, field.Position),
            GroupNode group => Follow(Evaluate(group.Pipeline, dot), group.Fields, group.Position),
            FunctionNode function => TemplateFunctions.Call(function.Name, [], data, function.Position),
            _ => throw new InvalidOperationException($"No operand: {operand.GetType().Name}."),
        };

        private static object? Follow(object? value, ImmutableArray<string> fields, int position)
        {
            foreach (string field in fields)
            {
                value = (value, field) switch
                {
                    (Dictionary<string, string> labels, _) => labels.GetValueOrDefault(field, ""),
                    (Dictionary<string, object?> root, _) when root.TryGetValue(field, out object? found) => found,
                    (Sample sample, "Labels") => sample.Labels.ToDictionary(),
                    (Sample sample, "Value") => sample.Value,
                    _ => throw new TemplateException(position, $"can't evaluate field {field}"),
                };
            }

            return value;
        }
    }
}
