using Vireo.Fleet;

namespace Vireo.Detection.Logs;

/// <summary>Tells which kinds of lines a writer no longer writes though it wrote them regularly. Not safe for use by
/// several threads at once.</summary>
/// <remarks>A kind of line has vanished when its silence is over twice the longest that it ever made, and half an hour
/// at least, while its writer goes on writing other lines: a machine that is off and a source that is cut off say
/// nothing at all and are no news here. It takes two days to know what is regular, so nights are known; a first weekend
/// may be taken for an end. Constant size and time for a pair of a kind and a writer; of more than
/// <see cref="MostPairs"/> the later ones are not followed.</remarks>
internal sealed class LogSilences
{
    /// <summary>Pairs of a kind of line and a writer that are followed at most.</summary>
    public const int MostPairs = 50_000;

    private const int FewestLines = 50;
    private const int TimesLongest = 2;
    private static readonly TimeSpan Learning = TimeSpan.FromDays(2);
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenTidyings = TimeSpan.FromHours(1);

    private readonly Dictionary<long, Dictionary<EntityId, Habit>> _habits = [];
    private readonly Dictionary<EntityId, DateTimeOffset> _heard = [];
    private DateTimeOffset _tidied;
    private int _pairs;

    /// <summary>Takes in a line.</summary>
    /// <param name="template">Its kind, as the miner says.</param>
    /// <param name="writer">Who wrote it.</param>
    /// <param name="at">When; an instant before the newest line counts as that of the newest.</param>
    public void Observe(long template, EntityId writer, DateTimeOffset at)
    {
        _heard[writer] = Later(_heard.GetValueOrDefault(writer), at);
        if (_habits.GetValueOrDefault(template)?.GetValueOrDefault(writer) is { } habit)
        {
            habit.Add(at);
        }
        else if (_pairs < MostPairs)
        {
            Put(template, writer, new Habit(at));
        }
    }

    /// <summary>What has vanished by an instant, for a day from when it did.</summary>
    public IEnumerable<(long Template, EntityId Writer, Habit Habit)> Vanished(DateTimeOffset now)
    {
        foreach (var (template, writers) in _habits)
        {
            foreach (var (writer, habit) in writers)
            {
                var due = Due(habit);
                if (now >= due && now - due < ToldFor && habit.Lines >= FewestLines
                    && habit.Last - habit.First >= Learning && _heard.GetValueOrDefault(writer) >= habit.Last + ((due - habit.Last) / 2))
                {
                    yield return (template, writer, habit);
                }
            }
        }
    }

    /// <summary>Forgets, now and then, what has been told long enough.</summary>
    public void Tidy(DateTimeOffset now)
    {
        if (now - _tidied < BetweenTidyings)
        {
            return;
        }

        _tidied = now;
        foreach (var (template, writers) in _habits.ToArray())
        {
            foreach (var (writer, _) in writers.Where(one => now - Due(one.Value) > Learning + ToldFor).ToArray())
            {
                writers.Remove(writer);
                _pairs--;
            }

            if (writers.Count == 0)
            {
                _habits.Remove(template);
            }
        }

        foreach (var (writer, _) in _heard.Where(one => now - one.Value > Learning + ToldFor).ToArray())
        {
            _heard.Remove(writer);
        }
    }

    /// <summary>A template merged into another one.</summary>
    public void Merge(long narrow, long wide)
    {
        if (!_habits.Remove(narrow, out var writers))
        {
            return;
        }

        _pairs -= writers.Count;
        foreach (var (writer, habit) in writers)
        {
            if (_habits.GetValueOrDefault(wide)?.GetValueOrDefault(writer) is { } into)
            {
                into.Absorb(habit);
            }
            else
            {
                Put(wide, writer, habit);
            }
        }
    }

    /// <summary>A template was forgotten by the miner.</summary>
    public void Forget(long template)
    {
        if (_habits.Remove(template, out var writers))
        {
            _pairs -= writers.Count;
        }
    }

    private void Put(long template, EntityId writer, Habit habit)
    {
        if (!_habits.TryGetValue(template, out var writers))
        {
            _habits[template] = writers = [];
        }

        writers[writer] = habit;
        _pairs++;
    }

    private static DateTimeOffset Due(Habit habit)
    {
        var silence = TimesLongest * habit.LongestSilence;

        return habit.Last + (silence > ShortestSilence ? silence : ShortestSilence);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>How regularly a writer writes a kind of line.</summary>
    internal sealed class Habit(DateTimeOffset first)
    {
        public DateTimeOffset First { get; private set; } = first;

        public DateTimeOffset Last { get; private set; } = first;

        public TimeSpan LongestSilence { get; private set; }

        public long Lines { get; private set; } = 1;

        public void Add(DateTimeOffset at)
        {
            Lines++;
            if (at > Last)
            {
                LongestSilence = at - Last > LongestSilence ? at - Last : LongestSilence;
                Last = at;
            }
        }

        // What the wide kind was silent for is not known; the longer of both says nothing too early.
        public void Absorb(Habit other)
        {
            Lines += other.Lines;
            LongestSilence = LongestSilence > other.LongestSilence ? LongestSilence : other.LongestSilence;
            First = First < other.First ? First : other.First;
            Last = Later(Last, other.Last);
        }
    }
}
