namespace Vireo.Forecasting.Lstm;

/// <summary>Draws examples from the histories of a fleet and encodes them.</summary>
internal sealed class WindowSource(LstmShape shape, IReadOnlyList<double[]> histories)
{
    private const int ShortestMemory = 24;
    private const double ShortRatio = 0.25;
    private const double GappyRatio = 0.1;
    private const double MostHidden = 0.2;

    /// <summary>Whether a history is long enough to learn from.</summary>
    public bool Holds(int series) => Origins(series) > 0;

    /// <summary>Random windows in random order: some with a short memory, some with gaps, so that both are
    /// practised.</summary>
    /// <param name="series">To draw from; more than <paramref name="count"/> of them take turns by chance.</param>
    /// <param name="count">Windows wanted.</param>
    /// <param name="mostPerSeries">Windows from one series at most.</param>
    /// <param name="random">Decides everything.</param>
    public TrainingWindow[] Draw(int[] series, int count, int mostPerSeries, Random random)
    {
        int[] turn = [.. series];
        random.Shuffle(turn);
        turn = turn[..Math.Min(turn.Length, count)];
        int each = Math.Clamp((count + turn.Length - 1) / turn.Length, 1, mostPerSeries);
        List<TrainingWindow> windows = [];
        foreach (int index in turn)
        {
            int origins = Origins(index);
            for (int i = 0; i < Math.Min(each, origins); i++)
            {
                bool isShort = random.NextDouble() < ShortRatio;
                int memory = isShort ? random.Next(ShortestMemory, shape.Memory + 1) : shape.Memory;
                int gaps = random.NextDouble() < GappyRatio ? random.Next(1, int.MaxValue) : 0;
                windows.Add(new TrainingWindow(index, ShortestMemory + random.Next(origins), memory, gaps));
            }
        }

        TrainingWindow[] shuffled = [.. windows];
        random.Shuffle(shuffled);

        return shuffled;
    }

    /// <summary>Evenly spaced windows, whole and with the full memory: what a network is judged by.</summary>
    public TrainingWindow[] Spread(IEnumerable<int> series, int windowsPerSeries)
    {
        List<TrainingWindow> windows = [];
        foreach (int index in series)
        {
            int origins = Origins(index);
            int count = Math.Min(windowsPerSeries, origins);
            for (int i = 0; i < count; i++)
            {
                int origin = ShortestMemory + (int)((long)origins * (i + 1) / count) - 1;
                windows.Add(new TrainingWindow(index, origin, shape.Memory, GapSeed: 0));
            }
        }

        return [.. windows];
    }

    /// <summary>Writes the sample and the squashed values that came next; NaN where they are missing or the memory
    /// constant.</summary>
    public void Encode(TrainingWindow window, Span<double> scratch, Span<float> sample, Span<float> actuals)
    {
        double[] history = histories[window.Series];
        int length = Math.Min(window.Memory, window.Origin);
        Span<double> memory = scratch[..length];
        history.AsSpan(window.Origin - length, length).CopyTo(memory);
        if (window.GapSeed != 0)
        {
            Hide(memory, new Random(window.GapSeed));
        }

        WindowScale scale = WindowEncoder.Encode(shape, memory, sample);
        for (int step = 0; step < actuals.Length; step++)
        {
            double actual = history[window.Origin + step];
            actuals[step] = scale.Unit > 0 && double.IsFinite(actual)
                ? WindowEncoder.Squash((actual - scale.Anchor) / scale.Unit)
                : float.NaN;
        }
    }

    private static void Hide(Span<double> memory, Random random)
    {
        double share = random.NextDouble() * MostHidden;
        for (int i = 0; i < memory.Length; i++)
        {
            if (random.NextDouble() < share)
            {
                memory[i] = double.NaN;
            }
        }
    }

    private int Origins(int series) => Math.Max(0, histories[series].Length - shape.Horizon - ShortestMemory + 1);
}
