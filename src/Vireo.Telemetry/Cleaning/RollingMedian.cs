namespace Vireo.Telemetry.Cleaning;

/// <summary>The last values of every slot, in order of arrival and in order of size.</summary>
internal sealed class RollingMedian
{
    private const int Width = 15;
    private const double DeviationsAllowed = 6;
    private const double NormalDeviationsPerMad = 1.4826;
    private const double RelativeFloor = 0.1 / DeviationsAllowed;

    private double[] arrivals = [];
    private double[] sorted = [];
    private byte[] counts = [];
    private byte[] heads = [];

    /// <summary>Whether a value lies far outside what the slot shows; never while the window is not full.</summary>
    public bool IsOutlier(int slot, double value)
    {
        if (slot >= counts.Length || counts[slot] < Width)
        {
            return false;
        }

        ReadOnlySpan<double> ordered = sorted.AsSpan(slot * Width, Width);
        if (value >= ordered[0] && value <= ordered[^1])
        {
            return false;
        }

        double median = ordered[Width / 2];
        double scale = NormalDeviationsPerMad * MedianDeviation(ordered, median);
        double floor = RelativeFloor * Math.Abs(median);

        return Math.Abs(value - median) > DeviationsAllowed * Math.Max(scale, floor);
    }

    public void Add(int slot, double value)
    {
        EnsureSlot(slot);
        var ordered = sorted.AsSpan(slot * Width, Width);
        var ring = arrivals.AsSpan(slot * Width, Width);
        int count = counts[slot];
        int head = heads[slot];
        if (count == Width)
        {
            int gone = ordered.BinarySearch(ring[head]);
            ordered[(gone + 1)..].CopyTo(ordered[gone..]);
            count--;
        }

        int at = ordered[..count].BinarySearch(value);
        at = at < 0 ? ~at : at;
        ordered[at..count].CopyTo(ordered[(at + 1)..]);
        ordered[at] = value;
        ring[head] = value;
        counts[slot] = (byte)(count + 1);
        heads[slot] = (byte)((head + 1) % Width);
    }

    public void Forget(int slot)
    {
        if (slot < counts.Length)
        {
            (counts[slot], heads[slot]) = (0, 0);
        }
    }

    /// <summary>The median of |x − median|, found by walking outwards from the middle of the sorted values.</summary>
    private static double MedianDeviation(ReadOnlySpan<double> ordered, double median)
    {
        int left = (Width / 2) - 1;
        int right = (Width / 2) + 1;
        double deviation = 0;
        for (int taken = 1; taken <= Width / 2; taken++)
        {
            double below = left >= 0 ? median - ordered[left] : double.PositiveInfinity;
            double above = right < Width ? ordered[right] - median : double.PositiveInfinity;
            deviation = Math.Min(below, above);
            _ = below <= above ? left-- : right++;
        }

        return deviation;
    }

    private void EnsureSlot(int slot)
    {
        if (slot < counts.Length)
        {
            return;
        }

        int slots = Math.Max(256, Math.Max(slot + 1, counts.Length * 2));
        Array.Resize(ref arrivals, slots * Width);
        Array.Resize(ref sorted, slots * Width);
        Array.Resize(ref counts, slots);
        Array.Resize(ref heads, slots);
    }
}
