namespace Vireo.Benchmarks.VmCloud;

/// <summary>Lets a global method forecast the tasks as a fleet would meet them.</summary>
/// <remarks>Wave k holds one window of each series, its k-th or its last. A method learns from the histories of that
/// wave alone and forecasts the windows whose turn it is, so nothing that came after an origin is ever seen: windows of
/// one series overlap. The few series with more windows than the others, which do not overlap, end in the last
/// wave.</remarks>
internal static class VmReplay
{
    private const int MostWaves = 4;

    /// <summary>Learns and forecasts wave by wave.</summary>
    /// <param name="tasks">All tasks.</param>
    /// <param name="learn">From histories to a forecaster of one task, which returns quantiles at
    /// <see cref="VmForecast.Levels"/>.</param>
    public static List<VmScore> Run(
        IReadOnlyList<VmTask> tasks, Func<IReadOnlyList<double[]>, Func<VmTask, double[]>> learn)
    {
        int waves = Math.Min(MostWaves, tasks.Max(task => task.Rank) + 1);
        List<VmScore> scores = [];
        for (int wave = 0; wave < waves; wave++)
        {
            bool isLast = wave == waves - 1;
            List<VmTask> due = [.. tasks.Where(task => task.Rank == wave || (isLast && task.Rank > wave))];
            List<double[]> histories =
            [
                .. tasks.GroupBy(task => task.Series)
                    .SelectMany(own => Seen([.. own.OrderBy(task => task.Rank)], wave, isLast))
                    .Select(task => task.History),
            ];
            Func<VmTask, double[]> forecast = learn(histories);
            scores.AddRange(due.Select(task =>
                VmScore.Of(task, VmForecast.OfQuantiles(forecast(task), task.Horizon))));
        }

        return scores;
    }

    private static VmTask[] Seen(VmTask[] own, int wave, bool isLast)
    {
        int at = Math.Min(wave, own.Length - 1);

        return isLast ? own[at..] : own[at..(at + 1)];
    }
}
