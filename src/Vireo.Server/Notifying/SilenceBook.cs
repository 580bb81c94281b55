using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Control;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying;

/// <summary>Silences: those that people make, and those of the configuration. Safe from any thread.</summary>
internal sealed class SilenceBook
{
    private const int MostKept = 10_000;
    private const int LongestComment = 1_000;
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly Lock _gate = new();
    private readonly StateStore _state;
    private readonly TimeProvider _time;
    private ImmutableArray<Silence> _made;
    private ImmutableArray<Silence> _configured = [];

    public SilenceBook(StateStore state, TimeProvider time)
    {
        _state = state;
        _time = time;
        _made = [.. state.Notifications.LoadSilences()];
    }

    /// <summary>All that are kept: what holds or will hold first, then what ended lately.</summary>
    public ImmutableArray<Silence> All
    {
        get
        {
            var now = _time.GetUtcNow();
            lock (_gate)
            {
                return
                [
                    .. _configured.Concat(_made)
                        .OrderBy(silence => silence.StateAt(now) == SilenceState.Expired)
                        .ThenByDescending(silence => silence.EndsAt)
                        .ThenBy(silence => silence.Id, StringComparer.Ordinal),
                ];
            }
        }
    }

    /// <summary>Takes the silences of the configuration instead of those it had.</summary>
    public void Configure(ImmutableArray<Silence> silences)
    {
        lock (_gate)
        {
            _configured = silences;
        }
    }

    /// <summary>Makes a silence; it is kept and audited when this returns.</summary>
    /// <exception cref="ArgumentException">It matches everything, is over already, longer than a year, or says not
    /// why.</exception>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public Silence Add(
        LabelMatchers matchers, DateTimeOffset? startsAt, DateTimeOffset endsAt, string author, string comment)
    {
        var now = _time.GetUtcNow();
        var silence = new Silence(
            Guid.CreateVersion7(now).ToString(), matchers, startsAt ?? now, endsAt, author, comment.Trim());
        Check(silence, now);
        lock (_gate)
        {
            if (_made.Length >= MostKept)
            {
                throw new InvalidOperationException(
                    $"There are {MostKept} silences already. Expire some, or match more with fewer.");
            }

            Keep(silence, author, "silence.add", now);
            _made = _made.Add(silence);
        }

        return silence;
    }

    /// <summary>Ends a silence now; one that is over stays as it is.</summary>
    /// <returns>Null when there is none of that identifier.</returns>
    /// <exception cref="InvalidOperationException">It stands in the configuration.</exception>
    public Silence? Expire(string id, string user)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_configured.Any(silence => silence.Id == id))
            {
                throw new InvalidOperationException(
                    $"The silence '{id}' stands in the configuration; it ends when it is taken out there.");
            }

            if (_made.FirstOrDefault(silence => silence.Id == id) is not { } found || found.EndsAt <= now)
            {
                return _made.FirstOrDefault(silence => silence.Id == id);
            }

            // One that has not begun never does.
            var ended = found with { StartsAt = found.StartsAt < now ? found.StartsAt : now, EndsAt = now };
            Keep(ended, user, "silence.expire", now);
            _made = _made.Replace(found, ended);

            return ended;
        }
    }

    /// <summary>What holds now; forgets what ended long ago.</summary>
    public ImmutableArray<Mute> HoldingAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            Silence[] old = [.. _made.Where(silence => now - silence.EndsAt > KeptAfterEnd)];
            if (old.Length > 0)
            {
                _state.Notifications.ForgetSilences(old.Select(silence => silence.Id));
                _made = _made.RemoveRange(old);
            }

            return
            [
                .. _configured.Concat(_made)
                    .Where(silence => silence.StateAt(now) == SilenceState.Active)
                    .Select(silence => new Mute(
                        $"Silenced by {silence.Author} until {silence.EndsAt:yyyy-MM-dd HH:mm} UTC: {silence.Comment}",
                        silence.Matchers)),
            ];
        }
    }

    private void Keep(Silence silence, string user, string action, DateTimeOffset now) =>
        _state.Notifications.SaveSilence(silence, () => _state.Audit.Append(now, user, action, JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["id"] = silence.Id,
                ["matchers"] = silence.Matchers.ToString(),
                ["ends"] = silence.EndsAt.ToString("O"),
                ["comment"] = silence.Comment,
            })));

    private static void Check(Silence silence, DateTimeOffset now)
    {
        string? wrong =
            silence.Matchers.IsEmpty || silence.Matchers.Matches(Detection.Rules.Series.LabelSet.Empty)
                ? "A silence needs a condition that not everything fulfils, such as host=\"host-07\"."
            : silence.EndsAt <= silence.StartsAt || silence.EndsAt <= now
                ? $"It would be over already: it ends at {silence.EndsAt:O}, and it is {now:O}."
            : silence.EndsAt - silence.StartsAt > Longest
                ? "It would last more than a year. What is never to be told belongs into the routing tree."
            : silence.Comment.Length is 0 or > LongestComment || silence.Comment.Any(char.IsControl)
                ? $"'comment' has to say why, in one line of at most {LongestComment} characters."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException(wrong);
        }
    }
}
