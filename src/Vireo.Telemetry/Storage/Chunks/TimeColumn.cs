namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Ascending instants: the first, the unit all distances are multiples of, and how each distance differs from
/// the one before. An even series costs one bit an instant, and nothing when it is even throughout.</summary>
internal static class TimeColumn
{
    public static void Write(BitWriter bits, ReadOnlySpan<long> times)
    {
        bits.WriteVariable(ZigZag.Encode(times[0]));
        if (times.Length == 1)
        {
            return;
        }

        long unit = 0;
        long first = times[1] - times[0];
        bool isEven = true;
        for (int i = 1; i < times.Length; i++)
        {
            long distance = times[i] - times[i - 1];
            isEven &= distance == first;
            unit = unit == 1 ? 1 : Divisor.Greatest(unit, distance);
        }

        bits.Write(isEven ? 1UL : 0, 1);
        bits.WriteVariable((ulong)unit);
        if (!isEven)
        {
            WriteDistances(bits, times, unit);
        }
    }

    public static void Read(ref BitReader bits, Span<long> times)
    {
        times[0] = ZigZag.Decode(bits.ReadVariable());
        if (times.Length == 1)
        {
            return;
        }

        bool isEven = bits.Read(1) == 1;
        long unit = (long)bits.ReadVariable();
        var rice = new AdaptiveRice(0);
        long distance = isEven ? 1 : 0;
        for (int i = 1; i < times.Length; i++)
        {
            distance += isEven ? 0 : ZigZag.Decode(rice.Read(ref bits));
            times[i] = times[i - 1] + (distance * unit);
        }
    }

    private static void WriteDistances(BitWriter bits, ReadOnlySpan<long> times, long unit)
    {
        var rice = new AdaptiveRice(0);
        long before = 0;
        for (int i = 1; i < times.Length; i++)
        {
            long distance = (times[i] - times[i - 1]) / unit;
            rice.Write(bits, ZigZag.Encode(distance - before));
            before = distance;
        }
    }
}
