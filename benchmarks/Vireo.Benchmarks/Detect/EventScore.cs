namespace Vireo.Benchmarks.Detect;

/// <summary>What an operator feels: labelled events found and episodes of alerts that were false. No point
/// adjustment.</summary>
internal static class EventScore
{
    private const int MergedWithin = 5;

    /// <summary>Runs of labelled rows, first and last inclusive.</summary>
    public static List<(int First, int Last)> Segments(ReadOnlySpan<bool> labels)
    {
        var segments = new List<(int, int)>();
        int first = -1;
        for (int row = 0; row <= labels.Length; row++)
        {
            bool isOdd = row < labels.Length && labels[row];
            if (isOdd && first < 0)
            {
                first = row;
            }
            else if (!isOdd && first >= 0)
            {
                segments.Add((first, row - 1));
                first = -1;
            }
        }

        return segments;
    }

    /// <summary>Harmonic mean of event precision and event recall; 0 when nothing is found.</summary>
    public static double F1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> alerts)
    {
        var segments = Segments(labels);
        var episodes = Episodes(alerts);
        int found = 0;
        foreach (var (first, last) in segments)
        {
            found += alerts[first..(last + 1)].Contains(true) ? 1 : 0;
        }

        int right = episodes.Count(episode => segments.Exists(
            segment => segment.First <= episode.Last && segment.Last >= episode.First));
        if (found == 0 || right == 0)
        {
            return 0;
        }

        double precision = right / (double)episodes.Count;
        double recall = found / (double)segments.Count;

        return 2 * precision * recall / (precision + recall);
    }

    /// <summary>Alerts with at most a few rows between them are one episode.</summary>
    public static List<(int First, int Last)> Episodes(ReadOnlySpan<bool> alerts)
    {
        var episodes = new List<(int First, int Last)>();
        for (int row = 0; row < alerts.Length; row++)
        {
            if (!alerts[row])
            {
                continue;
            }

            if (episodes.Count > 0 && row - episodes[^1].Last <= MergedWithin)
            {
                episodes[^1] = (episodes[^1].First, row);
            }
            else
            {
                episodes.Add((row, row));
            }
        }

        return episodes;
    }
}
