using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Level;

namespace Vireo.Benchmarks;

/// <summary>Real machines as newcomers: the next hour from their siblings, against what their own few values
/// say.</summary>
/// <remarks>Every machine is left out in turn; the others of its trace and metric are its siblings. The traces carry no
/// tags, so this measures the weakest case: one kind, no likeness. Errors are in per cent of capacity.</remarks>
public static class ColdStartBenchmark
{
    private const int Hour = 12;
    private const int Day = 288;
    private static readonly WeekSlots Slots = new(Day);

    /// <summary>About ten seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            Console.Error.WriteLine("coldstart: left out, the shared traces are not here (VIREO_SHARED).");
            yield break;
        }

        (string Name, Sibling[] Machines)[] groups =
        [
            .. VmFleet.Read(shared).Of("gcd").Concat(VmFleet.Read(shared).Of("bitbrains"))
                .GroupBy(one => $"{one.Series.Split('/')[0]} {one.Series.Split('/')[^1]}")
                .Select(group => (group.Key, group.Select(one => Machine(one.Values)).ToArray())),
        ];
        foreach (int known in (int[])[0, 1, 3, 12, 48])
        {
            double cold = 0;
            double own = 0;
            int count = 0;
            foreach (Sibling[] machines in groups.Select(group => group.Machines))
            {
                double mean = machines.Average(machine => Mean(machine.Demand.Span));
                foreach (Sibling newcomer in machines)
                {
                    ReadOnlyMemory<double> actual = newcomer.Demand.Slice(known, Hour);
                    cold += Error(Cold(newcomer, machines), newcomer.Demand[..known], actual);
                    own += known == 0 ? ErrorOf(mean, actual.Span) : Error(
                        new DampedLevelModel(Day), newcomer.Demand[..known], actual);
                    count++;
                }
            }

            string other = known == 0 ? "the fleet's mean" : "its own level";
            yield return new(
                $"coldstart: {known} values known, error of the next hour",
                cold / count,
                "% of capacity",
                null,
                HigherIsBetter: false);
            yield return new(
                $"coldstart: {known} values known, by {other}",
                own / count,
                "% of capacity",
                null,
                HigherIsBetter: false);
        }
    }

    private static ColdStartModel Cold(Sibling newcomer, Sibling[] machines) =>
        new(
            ProfileLearner.Learn(newcomer.Traits, [.. machines.Where(machine => machine != newcomer)], Slots),
            newcomer.Capacity,
            newcomer.FirstSlot);

    private static Sibling Machine(double[] values) => new(
        new Traits("vm", []), 100, FirstSlot: 0, values.AsMemory(0, 7 * Day));

    private static double Error(IPathModel model, ReadOnlyMemory<double> known, ReadOnlyMemory<double> actual)
    {
        double[] path = new double[actual.Length];
        model.Fit(known.Span);
        model.Forecast(path);
        double sum = 0;
        for (int step = 0; step < path.Length; step++)
        {
            sum += Math.Abs(actual.Span[step] - path[step]);
        }

        return sum / path.Length;
    }

    private static double ErrorOf(double constant, ReadOnlySpan<double> actual)
    {
        double sum = 0;
        foreach (double value in actual)
        {
            sum += Math.Abs(value - constant);
        }

        return sum / actual.Length;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
