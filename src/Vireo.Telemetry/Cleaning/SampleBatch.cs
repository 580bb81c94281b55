using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>The samples of one round on their way through the operators, as columns.</summary>
public sealed class SampleBatch
{
    private readonly CleaningReport report;
    private readonly List<SampleMark> marks = [];
    private SeriesKey[] keys = [];
    private int[] slots = [];
    private long[] times = [];
    private double[] values = [];
    private bool[] isDropped = [];
    private int dropped;

    /// <summary>Creates an empty batch that counts into a report.</summary>
    public SampleBatch(CleaningReport report) => this.report = report;

    /// <summary>The time of arrival.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Samples in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>From here on samples are corrections of earlier ones, appended by an operator.</summary>
    public int FirstCorrection { get; private set; }

    /// <summary>What was noticed so far.</summary>
    public IReadOnlyList<SampleMark> Marks => marks;

    /// <summary>Whose sample it is.</summary>
    public SeriesKey KeyOf(int index) => keys[index];

    /// <summary>The number of the series.</summary>
    public int SlotOf(int index) => slots[index];

    /// <summary>Unix milliseconds.</summary>
    public long TimeOf(int index) => times[index];

    /// <summary>The value as it is now.</summary>
    public double ValueOf(int index) => values[index];

    /// <summary>Converts a value.</summary>
    public void SetValue(int index, double value) => values[index] = value;

    /// <summary>Starts a new batch.</summary>
    public void Begin(DateTimeOffset now)
    {
        Now = now;
        (Count, FirstCorrection, dropped) = (0, 0, 0);
        marks.Clear();
    }

    /// <summary>Appends a sample as it arrived.</summary>
    public void Add(in SeriesKey key, int slot, long time, double value)
    {
        Append(key, slot, time, value);
        FirstCorrection = Count;
    }

    /// <summary>Appends a corrected value for an instant that was passed on before.</summary>
    public void Correct(int index, long time, double value) => Append(keys[index], slots[index], time, value);

    /// <summary>Takes a sample out and counts why; impossible values leave a mark.</summary>
    public void Reject(int index, RejectReason reason)
    {
        report.AddRejected(reason);
        if (reason is RejectReason.NotANumber or RejectReason.Infinite or RejectReason.TooSmall or RejectReason.TooLarge)
        {
            Mark(index, MarkKind.Impossible);
        }

        Drop(index);
    }

    /// <summary>Takes out a sample that has served its purpose.</summary>
    public void Drop(int index)
    {
        isDropped[index] = true;
        dropped++;
    }

    /// <summary>Marks a sample, which stays as it is.</summary>
    public void MarkOutlier(int index)
    {
        report.AddOutlier();
        Mark(index, MarkKind.Outlier);
    }

    /// <summary>Counts a counter that started again.</summary>
    public void CountReset() => report.AddCounterReset();

    /// <summary>Orders by series, then by time, when they are not so already.</summary>
    public void Sort()
    {
        if (IsSorted())
        {
            return;
        }

        int[] order = new int[Count];
        var keyed = new (int Slot, long Time)[Count];
        for (int i = 0; i < Count; i++)
        {
            (order[i], keyed[i]) = (i, (slots[i], times[i]));
        }

        Array.Sort(keyed, order, Comparer<(int Slot, long Time)>.Default);
        (keys, slots, times, values) =
            (Permute(keys, order), Permute(slots, order), Permute(times, order), Permute(values, order));
        isDropped = new bool[Count];
    }

    /// <summary>Closes the holes that rejected samples left.</summary>
    public void Compact()
    {
        if (dropped == 0)
        {
            return;
        }

        int kept = 0;
        int corrections = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!isDropped[i])
            {
                (keys[kept], slots[kept], times[kept], values[kept]) = (keys[i], slots[i], times[i], values[i]);
                corrections += i >= FirstCorrection ? 1 : 0;
                kept++;
            }

            isDropped[i] = false;
        }

        (Count, FirstCorrection, dropped) = (kept, kept - corrections, 0);
    }

    private void Mark(int index, MarkKind kind) =>
        marks.Add(new SampleMark(keys[index], DateTimeOffset.FromUnixTimeMilliseconds(times[index]), kind));

    private bool IsSorted()
    {
        for (int i = 1; i < Count; i++)
        {
            if (slots[i] < slots[i - 1] || (slots[i] == slots[i - 1] && times[i] < times[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private void Append(in SeriesKey key, int slot, long time, double value)
    {
        if (Count == times.Length)
        {
            Grow();
        }

        (keys[Count], slots[Count], times[Count], values[Count]) = (key, slot, time, value);
        Count++;
    }

    private void Grow()
    {
        int capacity = Math.Max(1_024, Count * 2);
        Array.Resize(ref keys, capacity);
        Array.Resize(ref slots, capacity);
        Array.Resize(ref times, capacity);
        Array.Resize(ref values, capacity);
        Array.Resize(ref isDropped, capacity);
    }

    private static T[] Permute<T>(T[] items, int[] order)
    {
        var permuted = new T[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            permuted[i] = items[order[i]];
        }

        return permuted;
    }
}
