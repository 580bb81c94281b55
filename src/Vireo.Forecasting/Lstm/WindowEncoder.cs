using System.Buffers;

namespace Vireo.Forecasting.Lstm;

/// <summary>Turns the memory of a series into what a network reads.</summary>
/// <remarks>Values become asinh((v − anchor) / unit), which leaves small moves as they are and tames bursts. A gap
/// repeats the last value and is marked. Before the series began everything is a gap.</remarks>
internal static class WindowEncoder
{
    /// <summary>Writes a sample.</summary>
    /// <param name="shape">Of the network.</param>
    /// <param name="memory">Newest values, oldest first, at most <see cref="LstmShape.Memory"/>; NaN marks a
    /// gap.</param>
    /// <param name="sample">Receives <see cref="LstmShape.SampleLength"/> numbers: the cells' inputs, then the
    /// facts.</param>
    public static WindowScale Encode(LstmShape shape, ReadOnlySpan<double> memory, Span<float> sample)
    {
        sample.Clear();
        double[] rented = ArrayPool<double>.Shared.Rent(memory.Length);
        try
        {
            Span<double> filled = rented.AsSpan(0, memory.Length);

            return Encode(shape, memory, filled, sample);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>Where a value lies for the network.</summary>
    public static float Squash(double deviation) => (float)Math.Asinh(deviation);

    private static WindowScale Encode(
        LstmShape shape, ReadOnlySpan<double> memory, Span<double> filled, Span<float> sample)
    {
        double size = LargestSize(memory);
        if (!double.IsFinite(size))
        {
            return new WindowScale(double.NaN, 0, 0);
        }

        // A power of two near the largest value keeps sums and differences of huge and tiny series exact and finite.
        double power = size == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(size), -1_000, 1_000));
        int first = FillGaps(memory, power, filled);
        ReadOnlySpan<double> known = filled[first..];
        double unit = MeanMove(known);
        var scale = new WindowScale(known[^1], unit, RestRatio(known));
        if (unit > 0)
        {
            WriteWindow(shape, memory, filled, first, scale, sample);
            WindowFacts.Write(shape, known, scale, sample[^shape.Extras..]);
        }

        return scale with { Anchor = scale.Anchor * power, Unit = unit * power };
    }

    // NaN when there is no finite value.
    private static double LargestSize(ReadOnlySpan<double> memory)
    {
        double largest = double.NaN;
        foreach (double value in memory)
        {
            if (double.IsFinite(value) && !(Math.Abs(value) <= largest))
            {
                largest = Math.Abs(value);
            }
        }

        return largest;
    }

    // Returns the index of the first known value; everything after it is filled.
    private static int FillGaps(ReadOnlySpan<double> memory, double power, Span<double> filled)
    {
        int first = -1;
        double last = double.NaN;
        for (int i = 0; i < memory.Length; i++)
        {
            if (double.IsFinite(memory[i]))
            {
                last = memory[i] / power;
                first = first < 0 ? i : first;
            }

            filled[i] = last;
        }

        return first;
    }

    private static double MeanMove(ReadOnlySpan<double> known)
    {
        double sum = 0;
        for (int i = 1; i < known.Length; i++)
        {
            sum += Math.Abs(known[i] - known[i - 1]);
        }

        // Less than the rounding of the values themselves is no move.
        double mean = known.Length > 1 ? sum / (known.Length - 1) : 0;

        return mean > 1e-14 ? mean : 0;
    }

    private static double RestRatio(ReadOnlySpan<double> known)
    {
        int rests = 0;
        for (int i = 1; i < known.Length; i++)
        {
            rests += known[i] == known[i - 1] ? 1 : 0;
        }

        return (double)rests / known.Length;
    }

    private static void WriteWindow(
        LstmShape shape,
        ReadOnlySpan<double> memory,
        ReadOnlySpan<double> filled,
        int first,
        WindowScale scale,
        Span<float> sample)
    {
        int shift = memory.Length - shape.Window;
        for (int i = 0; i < shape.Window; i++)
        {
            int at = i + shift;
            bool isKnown = at >= first && double.IsFinite(memory[at]);
            int cell = i / shape.Patch;
            Span<float> inputs = sample.Slice(cell * shape.Features, shape.Features);
            inputs[i % shape.Patch] = at >= first ? Squash((filled[at] - scale.Anchor) / scale.Unit) : 0;
            inputs[shape.Patch + (i % shape.Patch)] = isKnown ? 0 : 1;
        }
    }
}
