using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Vireo.Server.Configuration.Yaml;

/// <summary>Parses YAML into trees that know their places. Bounded: no aliases, limited depth and size.</summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private int _nodes;

    private YamlTree(string text, ProblemList problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <summary>Parses all documents of a text. What cannot be parsed becomes a problem; what came before it is
    /// kept.</summary>
    public static ImmutableArray<YamlNode> Parse(string text, ProblemList problems)
    {
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        try
        {
            new YamlTree(text, problems).ReadDocuments(documents);
        }
        catch (YamlException failure) when (FindTab(text) is { } tab)
        {
            problems.Add(tab, $"This is no valid YAML, perhaps because this line is indented with a tab; use spaces. {Sentence(failure)}");
        }
        catch (YamlException failure)
        {
            problems.Add(At(failure.Start), $"This is no valid YAML: {Sentence(failure)}");
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The parser's own slips on hostile text; a configuration file must never bring the server down.
            problems.Add(Place.Start, $"This is no valid YAML: {failure.Message}");
        }

        return documents.ToImmutable();
    }

    private void ReadDocuments(ImmutableArray<YamlNode>.Builder documents)
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            if (documents.Count == YamlLimits.Documents)
            {
                throw Refusal(_parser.Current, $"more than {YamlLimits.Documents} documents in one file.");
            }

            _parser.Consume<DocumentStart>();
            var node = ReadNode(0);
            _parser.Consume<DocumentEnd>();
            if (node is not YamlScalar { IsNull: true })
            {
                documents.Add(node);
            }
        }
    }

    private YamlNode ReadNode(int depth)
    {
        var at = _parser.Current;
        if (++_nodes > YamlLimits.Nodes)
        {
            throw Refusal(at, $"more than {YamlLimits.Nodes} values in one file.");
        }

        if (depth > YamlLimits.Depth)
        {
            throw Refusal(at, $"values are nested deeper than {YamlLimits.Depth} levels.");
        }

        if (_parser.TryConsume<ScalarEvent>(out var scalar))
        {
            RejectAnchor(scalar);
            return new YamlScalar(At(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty);
        }

        return _parser.TryConsume<SequenceStart>(out var list) ? ReadSequence(list, depth)
            : _parser.TryConsume<MappingStart>(out var keys) ? ReadMapping(keys, depth)
            : throw Refusal(at, "aliases (*name) are not supported. Write the value out.");
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        RejectAnchor(start);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlSequence(At(start.Start), items.ToImmutable());
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        RejectAnchor(start);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not YamlScalar { Text: var name })
            {
                _problems.Add(key.Place, $"A key must be a word, found {key.Found}.");
            }
            else if (!seen.TryAdd(name, key.Place))
            {
                _problems.Add(key.Place, $"The key {key.Found} is already there, in line {seen[name].Line}. Keep one of them.");
            }
            else
            {
                entries.Add(new YamlEntry(name, key.Place, value));
            }
        }

        return new YamlMapping(At(start.Start), entries.ToImmutable());
    }

    private static Place? FindTab(string text)
    {
        int line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            if (content.TrimStart(' ') is ['\t', ..])
            {
                return new Place(line, content.IndexOf('\t') + 1);
            }
        }

        return null;
    }

    private static void RejectAnchor(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw Refusal(node, "anchors (&name) are not supported. Write the value out where it is needed.");
        }
    }

    private static SemanticErrorException Refusal(ParsingEvent? at, string message) =>
        new(at?.Start ?? Mark.Empty, at?.End ?? Mark.Empty, message);

    private static Place At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string Sentence(YamlException failure) =>
        failure.Message.EndsWith('.') ? failure.Message : failure.Message + ".";
}
