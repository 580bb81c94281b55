using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vireo.Detection.Rules.Files;

/// <summary>A YAML file read node by node, so that every mistake has a place.</summary>
internal sealed class YamlSource
{
    private readonly string[] _lines;

    public YamlSource(string file, string text)
    {
        File = file;
        _lines = text.Split('\n');
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
            {
                Add(stream.Documents[1].RootNode, "One document a file: remove what follows '---'.");
            }

            Root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException error)
        {
            Problems.Add(new(file, (int)error.Start.Line, (int)error.Start.Column,
                $"This is no YAML: {error.Message}"));
        }
    }

    public string File { get; }

    public YamlNode? Root { get; }

    public List<RuleProblem> Problems { get; } = [];

    /// <summary>Notes a mistake at a node.</summary>
    public void Add(YamlNode node, string message) =>
        Problems.Add(new(File, (int)node.Start.Line, (int)node.Start.Column, message));

    /// <summary>Notes a mistake inside a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="position">Where in the value, in characters.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(YamlScalarNode node, int position, string message)
    {
        (int line, int column) = Locate(node, position);
        Problems.Add(new(File, line, column, message));
    }

    /// <summary>The entries of a mapping; notes what is none, unknown keys and wrong ones.</summary>
    public Dictionary<string, YamlNode> Mapping(YamlNode node, string what, params string[] known)
    {
        var entries = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            Add(node, $"{what} is a mapping with {string.Join(", ", known)}.");

            return entries;
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Length > 0 && !known.Contains(name))
            {
                string suggestion = name.Length > 0 ? Expressions.Checks.Suggest(name, known) : "";
                Add(key, $"{what} has no '{name}'; it has {string.Join(", ", known)}.{suggestion}");
            }
            else
            {
                entries[name] = value;
            }
        }

        return entries;
    }

    /// <summary>The items of a list; notes what is none.</summary>
    public IReadOnlyList<YamlNode> Items(YamlNode? node, string what)
    {
        if (node is YamlSequenceNode sequence)
        {
            return [.. sequence.Children];
        }

        if (node is not null && node is not YamlScalarNode { Value: null or "" or "null" or "~" })
        {
            Add(node, $"{what} is a list: each item starts with '- '.");
        }

        return [];
    }

    /// <summary>A text; notes what is none.</summary>
    public YamlScalarNode? Scalar(YamlNode? node, string what)
    {
        if (node is YamlScalarNode scalar)
        {
            return scalar;
        }

        if (node is not null)
        {
            Add(node, $"{what} is a text, not a list or a mapping.");
        }

        return null;
    }

    /// <summary>A duration; notes what is none.</summary>
    public TimeSpan? Duration(YamlNode? node, string what)
    {
        if (node is null || Scalar(node, what) is not { } scalar)
        {
            return null;
        }

        if (Expressions.DurationNotation.TryParse(scalar.Value ?? "", out long milliseconds)
            && milliseconds < long.MaxValue / 10_000)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        Add(node, $"{what} '{scalar.Value}' is no duration; write 30s, 5m or 1h30m.");

        return null;
    }

    // The value's characters appear in the file in order, but for white space, so they are counted off.
    private (int Line, int Column) Locate(YamlScalarNode node, int position)
    {
        string value = node.Value ?? "";
        int wanted = value.AsSpan(0, Math.Min(position, value.Length)).ToString().Count(c => !char.IsWhiteSpace(c));
        int line = (int)node.Start.Line - 1;
        int column = (int)node.Start.Column - 1;
        if (node.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            (line, column) = (line + 1, 0);
        }
        else if (node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        {
            column++;
        }

        for (; line < _lines.Length; line++, column = 0)
        {
            for (; column < _lines[line].Length; column++)
            {
                if (char.IsWhiteSpace(_lines[line][column]))
                {
                    continue;
                }

                if (wanted-- == 0)
                {
                    return (line + 1, column + 1);
                }

                // The end of the value is behind its last character.
                if (wanted == 0 && position >= value.TrimEnd().Length)
                {
                    return (line + 1, column + 2);
                }
            }
        }

        return ((int)node.Start.Line, (int)node.Start.Column);
    }
}
