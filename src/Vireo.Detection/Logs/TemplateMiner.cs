using System.Collections.Immutable;
using System.Text;

namespace Vireo.Detection.Logs;

/// <summary>Learns the templates of a stream of log lines, line by line, in bounded memory.</summary>
/// <remarks>Of the family of Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS
/// 2017), with another search: values are masked while a line is scanned, a line of a known shape costs one look-up,
/// and a new shape is compared by hashes with those that differ from it in one position. A position becomes a value
/// when enough different words were seen there with everything else equal, and templates it told apart are merged.
/// Not safe for use by several threads at once.</remarks>
public sealed partial class TemplateMiner
{
    private const int WithWide = 2;
    private readonly MinerOptions _options;
    private readonly LineScanner _scanner = new();
    private readonly Dictionary<ulong, LearnedTemplate> _shapes = [];
    private readonly Dictionary<ulong, LearnedTemplate> _byHash = [];
    private readonly UseOrder _order = new();
    private readonly Slots _slots = new();
    private readonly Widenings _widenings = new();
    private long _nextId;
    private int _sinceConsolidation;

    /// <summary>Creates a miner that has seen nothing.</summary>
    public TemplateMiner(MinerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Templates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Shapes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.WordsThatVary, WithWide);
        _options = options;
    }

    /// <summary>Templates known now, by the last line seen, newest first.</summary>
    public ImmutableArray<LogTemplate> Templates => [.. _order.NewestFirst.Select(Describe)];

    /// <summary>Number of templates known now.</summary>
    public int Count => _order.Count;

    /// <summary>Templates forgotten for want of room.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Learns from a line.</summary>
    /// <param name="line">UTF-8 or any bytes, without the line break.</param>
    /// <returns>The identifier of its template. A template may later merge into a wider one:
    /// <see cref="Merged"/>.</returns>
    public long Learn(ReadOnlySpan<byte> line)
    {
        _scanner.Scan(line);
        if (_shapes.TryGetValue(_scanner.Hash, out LearnedTemplate? known) && !(known = known.Current).IsForgotten)
        {
            known.Lines++;
            _order.Touch(known);

            return known.Id;
        }

        if (_shapes.Count >= _options.Shapes)
        {
            _shapes.Clear();
        }

        LearnedTemplate template = Place(TokenSequence.Of(_scanner), 1);
        _shapes[_scanner.Hash] = template;
        MakeRoom();

        return template.Id;
    }

    /// <summary>Told of each merge: the narrow template, the wide one that stands for it from now on.</summary>
    public event Action<long, long>? Merged;

    /// <summary>Told of each template that is forgotten for want of room.</summary>
    public event Action<long>? Dropped;

    /// <summary>The template with an identifier given by <see cref="Learn"/>; null when it merged or was
    /// forgotten.</summary>
    public LogTemplate? Find(long id)
    {
        foreach (LearnedTemplate template in _order.NewestFirst)
        {
            if (template.Id == id)
            {
                return Describe(template);
            }
        }

        return null;
    }

    /// <summary>The template that a scanned line has now, known or not; learns nothing.</summary>
    internal TokenSequence Resolve(LineScanner scanner) => _widenings.Apply(TokenSequence.Of(scanner));

    private LearnedTemplate Place(TokenSequence shape, long lines)
    {
        TokenSequence words = _widenings.Apply(shape);
        if (_byHash.TryGetValue(words.Hash, out LearnedTemplate? known))
        {
            known.Lines += lines;
            _order.Touch(known);

            return known;
        }

        var template = new LearnedTemplate(_nextId++, words) { Lines = lines };
        _byHash[words.Hash] = template;
        _order.Add(template);
        _slots.Add(template);
        _sinceConsolidation++;

        return Widen(template);
    }

    private LearnedTemplate Widen(LearnedTemplate template)
    {
        // It is what others become when they vary: one value among words is enough.
        if (_slots[template.Words.Hash] is { Count: > 0 } narrower)
        {
            _widenings.Add(template.Words.Hash);
            template.Widenings.Add(template.Words.Hash);
            Merge([.. narrower], template);
        }

        int best = -1;
        int most = 0;
        for (int i = 0; i < template.Words.Length; i++)
        {
            int seen = template.Words.CanWiden(i) ? SeenAt(template.Words, i) : 0;
            if (seen > most)
            {
                (best, most) = (i, seen);
            }
        }

        if (best < 0)
        {
            return template;
        }

        ulong key = template.Words.HashWidened(best);
        LearnedTemplate[] members = [.. _slots[key]];
        _widenings.Add(key);
        LearnedTemplate wide = Place(template.Words.Widened(best), 0).Current;
        wide.Widenings.Add(key);
        Merge(members, wide);

        return wide.Current;
    }

    // Words seen at a position, when they are enough to call it a value; 0 when they are not.
    private int SeenAt(TokenSequence words, int position)
    {
        ulong key = words.HashWidened(position);
        bool hasWide = _byHash.ContainsKey(key);
        int seen = _slots[key].Count + (hasWide ? 1 : 0);
        bool isName = position > 0 && KnownWords.IsBeforeName(words[position - 1]);
        int enough = hasWide || isName
            ? WithWide : position == 0 ? _options.FirstWordsThatVary : _options.WordsThatVary;

        return seen >= enough ? seen : 0;
    }

    private void Merge(ReadOnlySpan<LearnedTemplate> narrow, LearnedTemplate wide)
    {
        foreach (LearnedTemplate one in narrow)
        {
            if (one == wide || one.MergedInto is not null)
            {
                continue;
            }

            Remove(one);
            one.MergedInto = wide;
            wide.Lines += one.Lines;
            wide.Widenings.AddRange(one.Widenings);
            Merged?.Invoke(one.Id, wide.Id);
        }
    }

    private void Remove(LearnedTemplate template)
    {
        _order.Remove(template);
        _byHash.Remove(template.Words.Hash);
        _slots.Remove(template);
    }

    private void MakeRoom()
    {
        if (_sinceConsolidation > Math.Max(MostBetweenConsolidations, _order.Count / 2))
        {
            Consolidate();
        }

        while (_order.Count > _options.Templates && _order.Oldest is { } oldest)
        {
            Remove(oldest);
            oldest.IsForgotten = true;
            foreach (ulong key in oldest.Widenings)
            {
                _widenings.Remove(key);
            }

            Forgotten++;
            Dropped?.Invoke(oldest.Id);
        }
    }

    private static LogTemplate Describe(LearnedTemplate template) =>
        new(template.Id, Encoding.UTF8.GetString(TemplateText.Of(template.Words)), template.Lines);
}
