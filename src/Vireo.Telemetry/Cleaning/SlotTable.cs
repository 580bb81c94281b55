using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Numbers the series that are alive, so that operators can keep their state in arrays.</summary>
internal sealed class SlotTable
{
    private readonly Dictionary<SeriesKey, int> slots = [];
    private readonly Stack<int> free = new();
    private readonly List<long> lastSeen = [];
    private readonly List<SeriesKey> keys = [];
    private readonly List<int> next = [];
    private int first = -1;

    public int Count => slots.Count;

    /// <summary>The slot of the next sample of a round.</summary>
    /// <param name="key">Whose sample.</param>
    /// <param name="previous">The slot of the sample before it, −1 at the start: rounds repeat their order.</param>
    /// <param name="now">Unix milliseconds.</param>
    public int Follow(in SeriesKey key, int previous, long now)
    {
        int slot = previous < 0 ? first : next[previous];
        if (slot < 0 || !IsSame(keys[slot], key))
        {
            slot = FindOrAdd(key);
            if (previous < 0)
            {
                first = slot;
            }
            else
            {
                next[previous] = slot;
            }
        }

        lastSeen[slot] = now;

        return slot;
    }

    /// <summary>Frees the slots of series that have been silent since an instant.</summary>
    /// <returns>The freed slots.</returns>
    public IReadOnlyList<int> FreeSilentSince(long instant)
    {
        List<int> freed = [];
        foreach (var (key, slot) in slots)
        {
            if (lastSeen[slot] < instant)
            {
                freed.Add(slot);
                slots.Remove(key);
            }
        }

        freed.Sort();
        foreach (int slot in freed)
        {
            free.Push(slot);
            keys[slot] = default;
        }

        return freed;
    }

    private int FindOrAdd(in SeriesKey key)
    {
        if (slots.TryGetValue(key, out int slot))
        {
            return slot;
        }

        if (free.TryPop(out slot))
        {
            keys[slot] = key;
        }
        else
        {
            slot = keys.Count;
            keys.Add(key);
            lastSeen.Add(0);
            next.Add(-1);
        }

        slots.Add(key, slot);

        return slot;
    }

    private static bool IsSame(in SeriesKey left, in SeriesKey right) =>
        ReferenceEquals(left.Metric, right.Metric) && left.Entity.Kind == right.Entity.Kind
        && string.Equals(left.Entity.Value, right.Entity.Value, StringComparison.Ordinal);
}
