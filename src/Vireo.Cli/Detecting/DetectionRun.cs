using Vireo.Cli.Terminal;
using Vireo.Detection.Anomalies;

namespace Vireo.Cli.Detecting;

/// <summary>Scores the series of a file, each row from itself and earlier rows only.</summary>
internal static class DetectionRun
{
    /// <summary>Every series by itself.</summary>
    /// <returns>One row for each row read, in the same order.</returns>
    public static DetectionRow[] Apart(RowCollector rows, Probation probation, CancellationToken cancellationToken)
    {
        var scored = new DetectionRow[rows.Count];
        Parallel.ForEach(rows.Series, Options(cancellationToken), series =>
        {
            CollectedRow[] inTime = series.InTime(out _);
            var step = CollectedSeries.StepOf([.. inTime.Take(1_001).Select(row => row.Stamp.At)]);
            var detector = new SeriesDetector(step, probation.Rows(inTime.Length), default);
            foreach (CollectedRow row in inTime)
            {
                scored[row.Place] = new DetectionRow(series.Id, row.Stamp, detector.Next(row.Stamp.At, row.Value));
            }
        });

        return scored;
    }

    /// <summary>The series of each entity together.</summary>
    /// <returns>One row for each entity and instant: entities in the order of their first rows, instants in that of
    /// time.</returns>
    /// <exception cref="UsageException">A series is not named <c>entity/metric</c>.</exception>
    public static DetectionRow[] Together(RowCollector rows, Probation probation, CancellationToken cancellationToken)
    {
        var entities = rows.Series.GroupBy(EntityOf, StringComparer.Ordinal).ToArray();
        var scored = new DetectionRow[entities.Length][];
        Parallel.For(0, entities.Length, Options(cancellationToken), i =>
        {
            scored[i] = ScoreEntity(entities[i].Key, [.. entities[i]], probation);
        });

        return [.. scored.SelectMany(part => part)];
    }

    /// <summary>Names of series whose rows were not in the order of time.</summary>
    public static string[] Unordered(RowCollector rows) =>
        [.. rows.Series.Where(series => { series.InTime(out bool wasSorted); return wasSorted; }).Select(series => series.Id)];

    private static DetectionRow[] ScoreEntity(string entity, CollectedSeries[] metrics, Probation probation)
    {
        CollectedRow[][] inTime = [.. metrics.Select(metric => metric.InTime(out _))];
        RowStamp[] instants = [.. inTime.SelectMany(part => part.Select(row => row.Stamp)).DistinctBy(stamp => stamp.Value)
            .OrderBy(stamp => stamp.Value)];
        var detector = new JointDetector(metrics.Length, probation.Rows(instants.Length));
        var scored = new DetectionRow[instants.Length];
        double[] values = new double[metrics.Length];
        int[] next = new int[metrics.Length];
        for (int i = 0; i < instants.Length; i++)
        {
            for (int metric = 0; metric < metrics.Length; metric++)
            {
                values[metric] = ValueAt(inTime[metric], instants[i].Value, ref next[metric]);
            }

            scored[i] = new DetectionRow(entity, instants[i], detector.Next(values));
        }

        return scored;
    }

    // Of two rows of one instant the later one counts.
    private static double ValueAt(CollectedRow[] rows, long instant, ref int next)
    {
        double value = double.NaN;
        for (; next < rows.Length && rows[next].Stamp.Value == instant; next++)
        {
            value = rows[next].Value;
        }

        return value;
    }

    private static string EntityOf(CollectedSeries series)
    {
        int slash = series.Id.LastIndexOf('/');

        return slash > 0 ? series.Id[..slash] : throw new UsageException(
            $"--joint needs series named entity/metric, such as 'web-1/cpu'; '{series.Id}' has no '/'. " +
            "Rename it, or leave --joint out.");
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken };
}
