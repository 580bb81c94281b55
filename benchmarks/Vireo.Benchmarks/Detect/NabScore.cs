namespace Vireo.Benchmarks.Detect;

/// <summary>The scoring rule of the Numenta Anomaly Benchmark 1.1, standard profile, from the published formula
/// (Lavin &amp; Ahmad 2015): the best single threshold over all files, as on its public board.</summary>
internal static class NabScore
{
    private const double FalsePositive = 0.11;

    /// <summary>Rows at the begin of a file that only teach.</summary>
    public static int Probation(int rows) => (int)Math.Min(Math.Floor(0.15 * rows), 750);

    /// <summary>The normalised score: 0 for silence, 100 for a perfect detector.</summary>
    /// <param name="files">Scores and windows of each file.</param>
    /// <param name="threshold">The one threshold; null for the best one over these files.</param>
    public static NabResult Of(IReadOnlyList<NabFile> files, double? threshold = null)
    {
        double used = threshold ?? BestThreshold(files);
        double sum = 0;
        int windows = 0;
        int found = 0;
        int scorable = 0;
        int falseRows = 0;
        foreach (NabFile file in files)
        {
            windows += file.Windows.Length;
            double[] best = new double[file.Windows.Length];
            Array.Fill(best, double.NaN);
            bool[] isSeen = new bool[best.Length];
            for (int row = Probation(file.Rows); row < file.Rows; row++)
            {
                int window = file.Window[row];
                if (window >= 0)
                {
                    isSeen[window] = true;
                }

                if (!(file.Score[row] >= used))
                {
                    continue;
                }

                if (window < 0)
                {
                    sum += FalsePositive * file.Unit[row];
                    falseRows++;
                }
                else if (!(best[window] >= file.Unit[row]))
                {
                    best[window] = file.Unit[row];
                }
            }

            for (int window = 0; window < best.Length; window++)
            {
                scorable += isSeen[window] ? 1 : 0;
                found += double.IsNaN(best[window]) ? 0 : 1;
                sum += double.IsNaN(best[window]) ? isSeen[window] ? -1 : 0 : best[window];
            }
        }

        return new NabResult(100 * (sum + scorable) / (windows + scorable), used, found, windows, falseRows);
    }

    // Walks down the distinct scores and keeps the running sum: the exact maximum.
    private static double BestThreshold(IReadOnlyList<NabFile> files)
    {
        var rows = new List<(double Score, int File, int Row)>();
        for (int file = 0; file < files.Count; file++)
        {
            for (int row = Probation(files[file].Rows); row < files[file].Rows; row++)
            {
                rows.Add((files[file].Score[row], file, row));
            }
        }

        rows.Sort((a, b) => b.Score.CompareTo(a.Score));
        var best = new Dictionary<(int, int), double>();
        double sum = 0;
        double highest = 0;
        double threshold = 1.1;
        for (int i = 0; i < rows.Count;)
        {
            double level = rows[i].Score;
            for (; i < rows.Count && rows[i].Score == level; i++)
            {
                NabFile file = files[rows[i].File];
                int window = file.Window[rows[i].Row];
                double unit = file.Unit[rows[i].Row];
                if (window < 0)
                {
                    sum += FalsePositive * unit;
                    continue;
                }

                double before = best.GetValueOrDefault((rows[i].File, window), -1);
                if (unit > before)
                {
                    sum += unit - before;
                    best[(rows[i].File, window)] = unit;
                }
            }

            if (sum > highest + 1e-12)
            {
                highest = sum;
                threshold = level;
            }
        }

        return threshold;
    }
}
