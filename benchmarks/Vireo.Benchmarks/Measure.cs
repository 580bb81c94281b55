using System.Diagnostics;

namespace Vireo.Benchmarks;

/// <summary>Times work by the clock and by the processor: on a shared machine only the second is steady.</summary>
internal static class Measure
{
    /// <summary>Runs work some times and gives the medians.</summary>
    public static (double Seconds, double CpuSeconds) Median(TimeProvider time, int repetitions, Action<int> work)
    {
        double[] seconds = new double[repetitions];
        double[] cpu = new double[repetitions];
        using var process = Process.GetCurrentProcess();
        for (int i = 0; i < repetitions; i++)
        {
            process.Refresh();
            var cpuBefore = process.TotalProcessorTime;
            long start = time.GetTimestamp();
            work(i);
            seconds[i] = time.GetElapsedTime(start).TotalSeconds;
            process.Refresh();
            cpu[i] = (process.TotalProcessorTime - cpuBefore).TotalSeconds;
        }

        Array.Sort(seconds);
        Array.Sort(cpu);

        return (seconds[repetitions / 2], cpu[repetitions / 2]);
    }

    /// <summary>Completes work that is done on the caller.</summary>
    public static void Complete(Task work)
    {
        if (!work.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The work failed or did not end at once.", work.Exception);
        }
    }
}
