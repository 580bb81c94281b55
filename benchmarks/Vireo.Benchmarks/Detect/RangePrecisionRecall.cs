namespace Vireo.Benchmarks.Detect;

/// <summary>Volume under the precision/recall surface (VUS-PR, Paparrizos et al., VLDB 2022): the area under the curve
/// with labels softened by a buffer, averaged over buffers of 0 to 100 rows, at 250 thresholds.</summary>
internal static class RangePrecisionRecall
{
    private const int LargestBuffer = 100;
    private const int Thresholds = 250;

    /// <summary>0 to 1, higher is better; NaN without labelled rows.</summary>
    public static double Of(bool[] labels, double[] score)
    {
        var segments = EventScore.Segments(labels);
        int rows = labels.Length;
        if (segments.Count == 0)
        {
            return double.NaN;
        }

        int[] order = new int[rows];
        double[] key = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            order[row] = row;
            key[row] = -score[row];
        }

        Array.Sort(key, order);
        int[] predicted = new int[Thresholds];
        for (int i = 0; i < Thresholds; i++)
        {
            double level = key[(int)((rows - 1) * (long)i / (double)(Thresholds - 1))];
            predicted[i] = UpperBound(key, level);
        }

        double sum = 0;
        for (int buffer = 0; buffer <= LargestBuffer; buffer++)
        {
            sum += Area(labels, score, segments, buffer, order, key, predicted);
        }

        return sum / (LargestBuffer + 1);
    }

    private static double Area(
        bool[] labels,
        double[] score,
        List<(int First, int Last)> segments,
        int buffer,
        int[] order,
        double[] key,
        int[] predicted)
    {
        double[] weight = Soften(labels, segments, buffer);
        var extended = Extend(segments, buffer, labels.Length);
        double[] tops = [.. extended.Select(segment => score[segment.First..(segment.Last + 1)].Max())];
        int positives = labels.Count(isOdd => isOdd);
        double area = 0;
        double recallBefore = 0;
        double hits = 0;
        double soft = 0;
        int next = 0;
        foreach (int count in predicted)
        {
            for (; next < count; next++)
            {
                hits += weight[order[next]];
                soft += labels[order[next]] ? 0 : weight[order[next]];
            }

            double level = -key[count - 1];
            double exist = tops.Count(top => top >= level) / (double)tops.Length;
            double recall = Math.Min(hits / (positives + (soft / 2)), 1) * exist;
            area += (recall - recallBefore) * (hits / Math.Max(count, 1));
            recallBefore = recall;
        }

        return area;
    }

    private static double[] Soften(bool[] labels, List<(int First, int Last)> segments, int buffer)
    {
        double[] weight = [.. labels.Select(isOdd => isOdd ? 1.0 : 0.0)];
        int half = buffer / 2;
        foreach (var (first, last) in segments)
        {
            for (int row = last + 1; row < Math.Min(last + half + 1, weight.Length); row++)
            {
                weight[row] += Math.Sqrt(1 - ((row - last) / (double)buffer));
            }

            for (int row = Math.Max(first - half, 0); row < first; row++)
            {
                weight[row] += Math.Sqrt(1 - ((first - row) / (double)buffer));
            }
        }

        for (int row = 0; row < weight.Length; row++)
        {
            weight[row] = Math.Min(weight[row], 1);
        }

        return weight;
    }

    private static List<(int First, int Last)> Extend(List<(int First, int Last)> segments, int buffer, int rows)
    {
        var extended = new List<(int First, int Last)>();
        foreach (var (first, last) in segments)
        {
            int from = Math.Max(first - (buffer / 2), 0);
            int to = Math.Min(last + (buffer / 2), rows - 1);
            if (extended.Count > 0 && from <= extended[^1].Last)
            {
                extended[^1] = (extended[^1].First, Math.Max(extended[^1].Last, to));
            }
            else
            {
                extended.Add((from, to));
            }
        }

        return extended;
    }

    private static int UpperBound(double[] sorted, double level)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= level ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
