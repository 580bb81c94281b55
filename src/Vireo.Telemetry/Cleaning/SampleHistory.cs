namespace Vireo.Telemetry.Cleaning;

/// <summary>The newest samples of every slot, in order of time, at most <see cref="Depth"/> each.</summary>
/// <remarks>Of two different values for one instant the larger is kept: the choice must not depend on the order of
/// arrival, and for capacity the larger is the safe one.</remarks>
internal sealed class SampleHistory
{
    public const int Depth = 16;

    private long[] times = [];
    private double[] values = [];
    private byte[] counts = [];

    public int CountOf(int slot) => slot < counts.Length ? counts[slot] : 0;

    public long TimeAt(int slot, int index) => times[(slot * Depth) + index];

    public double ValueAt(int slot, int index) => values[(slot * Depth) + index];

    /// <summary>Puts a sample in its place.</summary>
    /// <param name="slot">Whose history.</param>
    /// <param name="time">Unix milliseconds.</param>
    /// <param name="value">The reading.</param>
    /// <param name="index">Where it is now; meaningless unless it was added or corrected.</param>
    public HistoryOutcome Put(int slot, long time, double value, out int index)
    {
        EnsureSlot(slot);
        var slotTimes = times.AsSpan(slot * Depth, Depth);
        var slotValues = values.AsSpan(slot * Depth, Depth);
        int count = counts[slot];
        index = count;
        while (index > 0 && slotTimes[index - 1] > time)
        {
            index--;
        }

        if (index > 0 && slotTimes[index - 1] == time)
        {
            index--;
            if (value <= slotValues[index])
            {
                return HistoryOutcome.Repeated;
            }

            slotValues[index] = value;

            return HistoryOutcome.Corrected;
        }

        return Insert(slot, slotTimes, slotValues, time, value, ref index);
    }

    public void Forget(int slot)
    {
        if (slot < counts.Length)
        {
            counts[slot] = 0;
        }
    }

    private HistoryOutcome Insert(
        int slot, Span<long> slotTimes, Span<double> slotValues, long time, double value, ref int index)
    {
        int count = counts[slot];
        if (count == Depth)
        {
            if (index == 0)
            {
                return HistoryOutcome.TooLate;
            }

            slotTimes[1..index].CopyTo(slotTimes);
            slotValues[1..index].CopyTo(slotValues);
            index--;
        }
        else
        {
            slotTimes[index..count].CopyTo(slotTimes[(index + 1)..]);
            slotValues[index..count].CopyTo(slotValues[(index + 1)..]);
            counts[slot]++;
        }

        slotTimes[index] = time;
        slotValues[index] = value;

        return HistoryOutcome.Added;
    }

    private void EnsureSlot(int slot)
    {
        if (slot < counts.Length)
        {
            return;
        }

        int slots = Math.Max(256, Math.Max(slot + 1, counts.Length * 2));
        Array.Resize(ref times, slots * Depth);
        Array.Resize(ref values, slots * Depth);
        Array.Resize(ref counts, slots);
    }
}
