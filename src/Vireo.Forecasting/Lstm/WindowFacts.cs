namespace Vireo.Forecasting.Lstm;

/// <summary>Facts about the whole memory that enter a network beside its window.</summary>
/// <remarks>Smoothed levels, mean and extremes and restlessness of the newest spans, how the level compares with its
/// moves, and the hours that came next in the seasons before. All are differences from the anchor in units, squashed,
/// or logarithms of ratios, so none depends on the unit of the series.</remarks>
internal static class WindowFacts
{
    private const int FactsPerSpan = 4;
    private const int SingleFacts = 4;
    private static readonly double[] Weights = [0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8];
    private static readonly int[] Spans = [3, 6, 12, 36, 96, 288];

    public static int CountFor(int horizon) =>
        Weights.Length + (Spans.Length * FactsPerSpan) + SingleFacts + horizon + 1;

    /// <summary>Writes the facts.</summary>
    /// <param name="shape">Of the network.</param>
    /// <param name="known">The memory without gaps, at least two values.</param>
    /// <param name="scale">Of the window; its unit is positive.</param>
    /// <param name="facts">Zero on entry.</param>
    public static void Write(
        LstmShape shape, ReadOnlySpan<double> known, WindowScale scale, Span<float> facts)
    {
        int next = WriteLevels(known, scale, facts);
        foreach (int span in Spans)
        {
            WriteSpan(known[Math.Max(0, known.Length - span)..], scale, facts.Slice(next, FactsPerSpan));
            next += FactsPerSpan;
        }

        facts[next++] = WindowEncoder.Squash(scale.Anchor / scale.Unit);
        facts[next++] = (float)Math.Log(scale.Unit / (Math.Abs(scale.Anchor) + scale.Unit));
        facts[next++] = (float)scale.RestRatio;
        facts[next++] = (float)Math.Log((double)known.Length / shape.Memory);
        WriteSeason(shape, known, scale, facts[next..]);
    }

    // The mean of the same hours of the seasons in memory; nothing where it holds none.
    private static void WriteSeason(LstmShape shape, ReadOnlySpan<double> known, WindowScale scale, Span<float> facts)
    {
        int seasons = known.Length / shape.Season;
        facts[0] = seasons > 0 ? 1 : 0;
        for (int step = 0; step < shape.Horizon && seasons > 0; step++)
        {
            double sum = 0;
            for (int season = 1; season <= seasons; season++)
            {
                sum += known[known.Length - (season * shape.Season) + (step % shape.Season)];
            }

            facts[1 + step] = WindowEncoder.Squash(((sum / seasons) - scale.Anchor) / scale.Unit);
        }
    }

    private static int WriteLevels(ReadOnlySpan<double> known, WindowScale scale, Span<float> facts)
    {
        Span<double> levels = stackalloc double[Weights.Length];
        levels.Fill(known[0]);
        foreach (double value in known)
        {
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i] += Weights[i] * (value - levels[i]);
            }
        }

        for (int i = 0; i < levels.Length; i++)
        {
            facts[i] = WindowEncoder.Squash((levels[i] - scale.Anchor) / scale.Unit);
        }

        return levels.Length;
    }

    private static void WriteSpan(ReadOnlySpan<double> span, WindowScale scale, Span<float> facts)
    {
        double sum = 0;
        double moves = 0;
        double lowest = double.PositiveInfinity;
        double highest = double.NegativeInfinity;
        double before = span[0];
        foreach (double value in span)
        {
            sum += value;
            moves += Math.Abs(value - before);
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
            before = value;
        }

        facts[0] = WindowEncoder.Squash(((sum / span.Length) - scale.Anchor) / scale.Unit);
        facts[1] = WindowEncoder.Squash((lowest - scale.Anchor) / scale.Unit);
        facts[2] = WindowEncoder.Squash((highest - scale.Anchor) / scale.Unit);
        facts[3] = (float)Math.Log(0.05 + (moves / (Math.Max(1, span.Length - 1) * scale.Unit)));
    }
}
