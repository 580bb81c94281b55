using System.Runtime.InteropServices;

namespace Vireo.Detection.Logs;

/// <summary>Tells the template and the values of lines, once a miner has learned from them.</summary>
public sealed class LineParser
{
    private const int MostShapes = 65_536;
    private readonly TemplateMiner _miner;
    private readonly LineScanner _scanner = new();
    private readonly Dictionary<ulong, Shape> _shapes = [];
    private readonly List<(int From, int To)> _parameters = [];

    /// <summary>Creates a parser; the miner must not learn while it is used.</summary>
    public LineParser(TemplateMiner miner) => _miner = miner;

    /// <summary>Parses a line.</summary>
    /// <param name="line">UTF-8 or any bytes, without the line break.</param>
    public ParsedLine Parse(ReadOnlySpan<byte> line)
    {
        _scanner.Scan(line);
        if (!_shapes.TryGetValue(_scanner.Hash, out Shape? shape))
        {
            if (_shapes.Count >= MostShapes)
            {
                _shapes.Clear();
            }

            shape = ShapeOf();
            _shapes[_scanner.Hash] = shape;
        }

        FindParameters(shape);

        return new(shape.Id, shape.Text, CollectionsMarshal.AsSpan(_parameters));
    }

    private Shape ShapeOf()
    {
        TokenSequence words = _miner.Resolve(_scanner);
        int[] prefixes = new int[words.Length];
        for (int i = 0; i < prefixes.Length; i++)
        {
            prefixes[i] = words.WordHash(i) == _scanner.Tokens[i].Hash && !_scanner.Tokens[i].IsWild
                ? -1
                : WidenedWord.PrefixOf(words[i]);
        }

        byte[] text = TemplateText.Of(words);

        return new(TokenHash.Of(text), text, prefixes);
    }

    private void FindParameters(Shape shape)
    {
        _parameters.Clear();
        ReadOnlySpan<LogToken> tokens = _scanner.Tokens;
        bool wasWild = false;
        for (int i = 0; i < tokens.Length; i++)
        {
            ref readonly LogToken token = ref tokens[i];
            int prefix = shape.Prefixes[i];
            if (prefix < 0)
            {
                foreach ((int From, int To) range in _scanner.Ranges(token))
                {
                    _parameters.Add(range);
                }
            }
            else if (prefix == 0 && wasWild)
            {
                _parameters[^1] = (_parameters[^1].From, token.To);
            }
            else
            {
                _parameters.Add((token.From + prefix, token.To));
            }

            wasWild = prefix == 0;
        }
    }

    /// <param name="Id">Hash of the text.</param>
    /// <param name="Text">The template.</param>
    /// <param name="Prefixes">For each word: bytes that stay before what varies; -1 when the word is as
    /// scanned.</param>
    private sealed record Shape(ulong Id, byte[] Text, int[] Prefixes);
}
