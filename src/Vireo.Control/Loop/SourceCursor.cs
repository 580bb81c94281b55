using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How far each provider was read of what it keeps by date, so that everything is taken once.</summary>
/// <remarks>What a clock that runs ahead dated in the future does not count as read until then, or nothing else would be
/// read before; so it is handed in again and again, and is taken the first time.</remarks>
/// <param name="instantOf">The date of an item.</param>
internal sealed class SourceCursor<T>(Func<T, DateTimeOffset> instantOf)
    where T : notnull
{
    private readonly Dictionary<ProviderId, DateTimeOffset> _read = [];
    private readonly Dictionary<ProviderId, HashSet<T>> _ahead = [];

    /// <summary>The instant after which to read.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="first">Where nothing was read yet.</param>
    public DateTimeOffset After(ProviderId provider, DateTimeOffset first)
    {
        if (!_read.TryGetValue(provider, out var read))
        {
            _read[provider] = read = first;
        }

        return read;
    }

    /// <summary>Of what was read after <see cref="After"/>, what was not taken before.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="items">What it answered.</param>
    /// <param name="now">By our own clock.</param>
    /// <returns>In the order of the answer.</returns>
    public IReadOnlyList<T> TakeNew(ProviderId provider, IReadOnlyList<T> items, DateTimeOffset now)
    {
        var after = _read.GetValueOrDefault(provider);
        var known = _ahead.GetValueOrDefault(provider) ?? [];
        _ahead[provider] = [.. items.Where(item => instantOf(item) > now)];
        _read[provider] = items.Select(instantOf).Where(at => at > after && at <= now).DefaultIfEmpty(after).Max();

        return [.. items.Where(item => instantOf(item) > after && !known.Contains(item))];
    }
}
