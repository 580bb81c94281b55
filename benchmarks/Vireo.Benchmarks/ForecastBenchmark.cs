using Vireo.Benchmarks.Forecasts;
using Vireo.Benchmarks.VmCloud;

namespace Vireo.Benchmarks;

/// <summary>Every promised figure of the forecasters in one run: what, ours, peers on the same series, gate and
/// ambition.</summary>
public static class ForecastBenchmark
{
    private static readonly (string Name, Func<BenchmarkContext, IEnumerable<BenchmarkResult>> Run)[] Plain =
    [
        ("golden", _ => GoldenRows.All()),
        ("quality", ServiceQualityBenchmark.Run),
    ];

    private static readonly (string Name, Func<BenchmarkContext, string, IEnumerable<BenchmarkResult>> Run)[] OfTraces =
    [
        ("windows", SpeedRows.Windows),
        ("update", (_, shared) => WarmRows.Update(VmTaskSet.NextHour(shared))),
        ("state", (_, shared) => WarmRows.State(VmTaskSet.NextHour(shared))),
        ("network", NetworkRows.All),
        ("hourly", SpeedRows.Hourly),
        ("next-hour", AccuracyRows.NextHour),
        ("next-day", AccuracyRows.NextDay),
        ("fleet", FleetRows.Cold),
        ("coverage", (context, _) => FleetRows.Coverage(context)),
        ("auto", (context, _) => AccuracyRows.Hourly(context)),
    ];

    /// <summary>The groups of rows, in the order of the table.</summary>
    public static IReadOnlyList<string> RowNames { get; } =
        [.. Plain.Select(one => one.Name), .. OfTraces.Select(one => one.Name)];

    /// <summary>Runs all that is wanted; some twenty minutes of CPU for everything, three minutes when quick.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        bool IsWanted(string name) => context.Rows.Count == 0 || context.Rows.Contains(name);

        IEnumerable<IEnumerable<BenchmarkResult>> parts =
            Plain.Where(one => IsWanted(one.Name)).Select(one => one.Run(context));
        if (context.SharedData is { } shared)
        {
            parts = parts.Concat(OfTraces.Where(one => IsWanted(one.Name)).Select(one => one.Run(context, shared)));
        }
        else
        {
            Console.Error.WriteLine("forecast: no shared data (VIREO_SHARED): only what needs none is measured.");
        }

        // What has neither peer nor ambition belongs into the table too.
        return parts.SelectMany(part => part).Select(result => result with { Peer = result.Peer ?? "–" });
    }
}
