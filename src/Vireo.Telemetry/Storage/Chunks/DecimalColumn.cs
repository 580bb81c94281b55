namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Whole numbers of a decimal unit, each as its distance from a moving average of those before it.</summary>
/// <remarks>
/// <para>What all numbers are multiples of is divided out first: per cent of a capacity become 0 to 100 again, bytes
/// become pages.</para>
/// <para>The average moves by 1/2^s of each distance. Steady or drifting series want s = 0, the plain difference; noisy
/// ones a slower average; the writer tries all and says which.</para>
/// </remarks>
internal static class DecimalColumn
{
    private const int Speeds = 4;
    private const int FractionBits = 4;

    public static void Write(BitWriter bits, Span<long> wholes, int digits)
    {
        long unit = 0;
        foreach (long whole in wholes)
        {
            unit = unit == 1 ? 1 : Divisor.Greatest(unit, Math.Abs(whole));
        }

        unit = Math.Max(1, unit);
        if (unit > 1)
        {
            foreach (ref long whole in wholes)
            {
                whole /= unit;
            }
        }

        var (speed, parameter) = Cheapest(wholes);
        bits.Write((ulong)digits, 4);
        bits.WriteVariable((ulong)unit);
        bits.Write((ulong)speed, 2);
        bits.Write((ulong)parameter, 6);
        bits.WriteVariable(ZigZag.Encode(wholes[0]));
        var rice = new AdaptiveRice(parameter);
        var average = new MovingAverage(wholes[0], speed);
        foreach (long whole in wholes[1..])
        {
            rice.Write(bits, ZigZag.Encode(whole - average.Value));
            average.Add(whole);
        }
    }

    public static void Read(ref BitReader bits, Span<double> values)
    {
        int digits = Math.Min(DecimalScale.MostDigits, (int)bits.Read(4));
        long unit = (long)bits.ReadVariable();
        int speed = (int)bits.Read(2);
        int parameter = Math.Min(40, (int)bits.Read(6));
        long whole = ZigZag.Decode(bits.ReadVariable());
        var rice = new AdaptiveRice(parameter);
        var average = new MovingAverage(whole, speed);
        values[0] = DecimalScale.Restore(whole * unit, digits);
        for (int i = 1; i < values.Length; i++)
        {
            whole = average.Value + ZigZag.Decode(rice.Read(ref bits));
            average.Add(whole);
            values[i] = DecimalScale.Restore(whole * unit, digits);
        }
    }

    private static (int Speed, int Parameter) Cheapest(ReadOnlySpan<long> wholes)
    {
        int best = 0;
        long bestCost = long.MaxValue;
        int parameter = FirstParameter(wholes);
        for (int speed = 0; speed < Speeds; speed++)
        {
            long cost = 0;
            var rice = new AdaptiveRice(parameter);
            var average = new MovingAverage(wholes[0], speed);
            foreach (long whole in wholes[1..])
            {
                cost += rice.Cost(ZigZag.Encode(whole - average.Value));
                average.Add(whole);
            }

            (best, bestCost) = cost < bestCost ? (speed, cost) : (best, bestCost);
        }

        return (best, parameter);
    }

    /// <summary>log2 of the mean size of the first differences: where the adaptive code starts.</summary>
    private static int FirstParameter(ReadOnlySpan<long> wholes)
    {
        ulong sum = 0;
        int taken = Math.Min(wholes.Length - 1, 16);
        for (int i = 1; i <= taken; i++)
        {
            sum += Math.Min(ZigZag.Encode(wholes[i] - wholes[i - 1]), 1UL << 40);
        }

        return taken == 0 ? 0 : System.Numerics.BitOperations.Log2((sum / (ulong)taken) | 1);
    }

    private struct MovingAverage(long first, int speed)
    {
        private long scaled = first << FractionBits;

        public readonly long Value => scaled >> FractionBits;

        public void Add(long whole) => scaled += ((whole << FractionBits) - scaled) >> speed;
    }
}
