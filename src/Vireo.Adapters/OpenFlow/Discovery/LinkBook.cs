using System.Collections.Concurrent;

namespace Vireo.Adapters.OpenFlow.Discovery;

/// <summary>Wires between ports of switches, and when each was last seen.</summary>
/// <param name="time">The clock.</param>
/// <param name="oldest">How long one is believed in without being seen.</param>
internal sealed class LinkBook(TimeProvider time, TimeSpan oldest)
{
    private readonly ConcurrentDictionary<(PortPlace From, PortPlace To), DateTimeOffset> _seen = new();

    /// <summary>How many directions of wires are known, with those that are too old.</summary>
    public int Count => _seen.Count;

    /// <summary>A packet that left by one port came in by another.</summary>
    /// <returns>Whether this direction is new.</returns>
    public bool Saw(PortPlace from, PortPlace to)
    {
        var now = time.GetUtcNow();
        bool isNew = !_seen.TryGetValue((from, to), out var before) || now - before > oldest;
        _seen[(from, to)] = now;

        return isNew;
    }

    /// <summary>Ports are down or gone: their wires end at once.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Forget(Func<PortPlace, bool> isGone)
    {
        bool any = false;
        foreach (var link in _seen.Keys.Where(link => isGone(link.From) || isGone(link.To)))
        {
            any |= _seen.TryRemove(link, out _);
        }

        return any;
    }

    /// <summary>Those that are believed in, each direction for itself.</summary>
    public IReadOnlyList<(PortPlace From, PortPlace To, DateTimeOffset SeenAt)> Links()
    {
        var now = time.GetUtcNow();
        foreach (var (link, _) in _seen.Where(pair => now - pair.Value > oldest))
        {
            _seen.TryRemove(link, out _);
        }

        return [.. _seen.Select(pair => (pair.Key.From, pair.Key.To, pair.Value)).OrderBy(link => link.From).ThenBy(link => link.To)];
    }
}

/// <summary>A port of a switch.</summary>
internal readonly record struct PortPlace(ulong Datapath, uint Port) : IComparable<PortPlace>
{
    /// <inheritdoc/>
    public int CompareTo(PortPlace other) => Datapath != other.Datapath ? Datapath.CompareTo(other.Datapath) : Port.CompareTo(other.Port);
}
