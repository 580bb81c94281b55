using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Detection.Logs;

/// <summary>Watches the log lines of a fleet for what is new, rare, bursting or no longer written; learns as it reads. Not safe for use by
/// several threads at once.</summary>
/// <remarks>Templates are learned over the whole fleet: a line is news when nothing of the fleet wrote its like lately.
/// Who writes such lines is remembered until they stop for <see cref="OverAfter"/>. One line of one machine is no
/// signal: it takes three lines of one, or lines of three. A clock that runs ahead counts as now: it must not make what
/// others write look old. Memory is bounded by the templates of the miner, by <see cref="MostWriters"/> and by
/// <see cref="LogSilences.MostPairs"/>.</remarks>
public sealed class FleetLogs
{
    private const int FewestLines = 3;
    private const int FewestWriters = 3;
    private const int MostWriters = 20_000;
    private const int LongestTemplate = 200;
    private static readonly TimeSpan OverAfter = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongestNews = TimeSpan.FromDays(1);

    private readonly TemplateMiner _miner;
    private readonly LogWatch _watch;
    private readonly LogSilences _silences = new();
    private readonly Dictionary<long, News> _news = [];
    private byte[] _bytes = new byte[512];

    /// <summary>Starts without knowledge: for the first day nothing is news.</summary>
    public FleetLogs()
    {
        _miner = new TemplateMiner(new MinerOptions());
        _watch = new LogWatch(new LogWatchOptions
        {
            Learning = TimeSpan.FromDays(1),
            RareAfter = TimeSpan.FromHours(12),
        });
        _miner.Merged += Merge;
        _miner.Dropped += Forget;
    }

    /// <summary>Kinds of lines that are known.</summary>
    public int Templates => _miner.Count;

    /// <summary>Reads what was written since the last time and says what is remarkable now.</summary>
    /// <param name="fleet">The inventory: a line that names one of its datastores is about it.</param>
    /// <param name="lines">In about the order in which they were written.</param>
    /// <param name="now">The instant of the look.</param>
    /// <returns>Ordered by entity and template; each pair once.</returns>
    public ImmutableArray<UnusualLog> Observe(FleetSnapshot fleet, IReadOnlyList<LogLine> lines, DateTimeOffset now)
    {
        string[] datastores =
        [
            .. fleet.VirtualMachines.Select(machine => machine.Datastore).OfType<DatastoreId>().Distinct().Order()
                .Select(id => id.Value),
        ];
        foreach (LogLine line in lines)
        {
            Read(line.At <= now ? line : line with { At = now }, datastores);
        }

        foreach (long over in _news.Where(pair => IsOver(pair.Value, now)).Select(pair => pair.Key).ToArray())
        {
            _news.Remove(over);
        }

        _silences.Tidy(now);

        return
        [
            .. _news.Values.SelectMany(Signals).Concat(Vanished(now))
                .OrderBy(one => one.Entity).ThenBy(one => one.Template, StringComparer.Ordinal),
        ];
    }

    private void Read(in LogLine line, string[] datastores)
    {
        long template = _miner.Learn(Encode(line.Text));
        EntityId entity = EntityOf(line, datastores);
        _silences.Observe(template, entity, line.At);
        LogSignal? signal = _watch.Observe(template, line.At);
        if (!_news.TryGetValue(template, out News? news))
        {
            if (signal is null)
            {
                return;
            }

            string text = _miner.Find(template)?.Text ?? line.Text;
            _news[template] = news = new News(signal.Kind, Shortened(text));
        }

        if (news.Writers.Count < MostWriters || news.Writers.ContainsKey(entity))
        {
            ref Writer writer = ref CollectionsMarshal.GetValueRefOrAddDefault(news.Writers, entity, out bool isKnown);
            writer = isKnown ? writer with { Lines = writer.Lines + 1 } : new Writer(line.At, 1);
        }

        news.Last = line.At > news.Last ? line.At : news.Last;
    }

    private static IEnumerable<UnusualLog> Signals(News news)
    {
        bool isCommon = news.Writers.Count >= FewestWriters;

        return news.Writers
            .Where(writer => isCommon || writer.Value.Lines >= FewestLines)
            .Select(writer => new UnusualLog(
                writer.Key, news.Kind, news.Template, writer.Value.Lines, writer.Value.Since,
                TroubleWords.In(news.Template)));
    }

    private IEnumerable<UnusualLog> Vanished(DateTimeOffset now) => _silences.Vanished(now)
        .Select(gone => (gone.Writer, gone.Habit, Text: _miner.Find(gone.Template)?.Text))
        .Where(gone => gone.Text is not null)
        .Select(gone => new UnusualLog(
            gone.Writer, LogSignalKind.Vanished, Shortened(gone.Text!), gone.Habit.Lines, gone.Habit.Last, IsTrouble: false));

    // What goes on for long is no news any more.
    private static bool IsOver(News news, DateTimeOffset now) =>
        now - news.Last >= OverAfter
        || now - news.Writers.Values.Select(writer => writer.Since).DefaultIfEmpty(now).Min() >= LongestNews;

    private static EntityId EntityOf(in LogLine line, string[] datastores)
    {
        foreach (string datastore in datastores)
        {
            if (Names(line.Text, datastore))
            {
                return new(EntityKind.Datastore, datastore);
            }
        }

        return line.Entity;
    }

    // As a word of its own: "store-70" is not "store-7", and "mydata" is not "data".
    private static bool Names(string text, string name)
    {
        for (int at = 0; (at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0; at++)
        {
            int end = at + name.Length;
            if ((at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char one) => char.IsLetterOrDigit(one) || one is '-' or '_';

    private void Merge(long narrow, long wide)
    {
        _watch.Merge(narrow, wide);
        _silences.Merge(narrow, wide);
        if (_news.Remove(narrow, out News? news) && !_news.TryAdd(wide, news))
        {
            _news[wide].Absorb(news);
        }
    }

    private void Forget(long template)
    {
        _watch.Forget(template);
        _silences.Forget(template);
        _news.Remove(template);
    }

    private ReadOnlySpan<byte> Encode(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < most)
        {
            _bytes = new byte[most];
        }

        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes));
    }

    private static string Shortened(string text) =>
        text.Length <= LongestTemplate ? text : $"{text[..LongestTemplate]}…";

    private sealed class News(LogSignalKind kind, string template)
    {
        public LogSignalKind Kind => kind;

        public string Template => template;

        public DateTimeOffset Last { get; set; }

        public Dictionary<EntityId, Writer> Writers { get; } = [];

        public void Absorb(News other)
        {
            Last = other.Last > Last ? other.Last : Last;
            foreach (var (entity, writer) in other.Writers)
            {
                Writer known = Writers.GetValueOrDefault(entity, new Writer(writer.Since, 0));
                Writers[entity] = new(known.Since < writer.Since ? known.Since : writer.Since, known.Lines + writer.Lines);
            }
        }
    }

    private readonly record struct Writer(DateTimeOffset Since, long Lines);
}
