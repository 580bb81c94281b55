namespace Vireo.Telemetry.Storage;

/// <summary>Samples of one series in memory: ascending times, one value each, appended at the end almost
/// always.</summary>
internal sealed class SeriesBuffer
{
    private long[] times = [];
    private double[] values = [];
    private int start;

    public int Count { get; private set; }

    public ReadOnlySpan<long> Times => times.AsSpan(start, Count);

    public ReadOnlySpan<double> Values => values.AsSpan(start, Count);

    /// <summary>Adds a sample; one at an instant already held replaces it.</summary>
    /// <returns>Whether the instant is new.</returns>
    public bool Put(long time, double value)
    {
        int last = start + Count - 1;
        if (Count == 0 || time > times[last])
        {
            EnsureRoomFor(1);
            times[start + Count] = time;
            values[start + Count] = value;
            Count++;

            return true;
        }

        int index = Times.BinarySearch(time);
        if (index >= 0)
        {
            values[start + index] = value;

            return false;
        }

        Insert(~index, time, value);

        return true;
    }

    /// <summary>Adds many samples; those at instants already held replace them.</summary>
    public void Put(ReadOnlySpan<long> newTimes, ReadOnlySpan<double> newValues)
    {
        if (newTimes.IsEmpty)
        {
            return;
        }

        if (Count > 0 && newTimes[0] <= times[start + Count - 1])
        {
            for (int i = 0; i < newTimes.Length; i++)
            {
                Put(newTimes[i], newValues[i]);
            }

            return;
        }

        EnsureRoomFor(newTimes.Length);
        newTimes.CopyTo(times.AsSpan(start + Count));
        newValues.CopyTo(values.AsSpan(start + Count));
        Count += newTimes.Length;
    }

    /// <summary>Index of the first sample not before an instant; <see cref="Count"/> when there is none.</summary>
    public int IndexFrom(long time)
    {
        if (Count == 0 || time > times[start + Count - 1])
        {
            return Count;
        }

        int index = Times.BinarySearch(time);

        return index < 0 ? ~index : index;
    }

    /// <summary>Forgets the oldest samples.</summary>
    public void RemoveFirst(int count)
    {
        start += count;
        Count -= count;
    }

    public void Clear() => (start, Count) = (0, 0);

    private void Insert(int index, long time, double value)
    {
        EnsureRoomFor(1);
        int at = start + index;
        Array.Copy(times, at, times, at + 1, Count - index);
        Array.Copy(values, at, values, at + 1, Count - index);
        times[at] = time;
        values[at] = value;
        Count++;
    }

    private void EnsureRoomFor(int more)
    {
        if (start + Count + more <= times.Length)
        {
            return;
        }

        // Moving only when a fifth is free keeps the cost of a sample constant on average.
        bool mayMove = start >= more + (Count / 4);
        int capacity = mayMove ? times.Length : Math.Max(8, Math.Max(Count + more, (Count * 3 / 2) + 4));
        long[] movedTimes = mayMove ? times : new long[capacity];
        double[] movedValues = mayMove ? values : new double[capacity];
        Array.Copy(times, start, movedTimes, 0, Count);
        Array.Copy(values, start, movedValues, 0, Count);
        (times, values, start) = (movedTimes, movedValues, 0);
    }
}
