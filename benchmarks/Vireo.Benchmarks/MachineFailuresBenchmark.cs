using System.Globalization;
using Vireo.Benchmarks.Failures;
using Vireo.Detection;

namespace Vireo.Benchmarks;

/// <summary>Which machines fail: how well the probability is calibrated, and how many are known in time, on generated
/// histories.</summary>
/// <remarks>Fitted on the first 1,500 machines; measured on 3,000 others.</remarks>
public static class MachineFailuresBenchmark
{
    private const int Taught = 1_500;
    private const int FirstJudged = 1_000_000;
    private const int Judged = 3_000;
    private const int Every = 3;
    private const int RowsToAct = 30 / MachineHistory.StepMinutes;
    private const double Bound = 0.5;

    /// <summary>Runs it; half a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        double[] fitted = Fit();
        Console.Error.WriteLine(
            $"fitted weights: {string.Join(", ", fitted.Select(weight => weight.ToString("0.000", CultureInfo.InvariantCulture)))}");
        yield return new(
            "machine failures: shipped weights, largest distance from fitted",
            fitted.Zip(MachineFailureModel.Weights, (a, b) => Math.Abs(a - b)).Max(), "", 0.01, HigherIsBetter: false);

        int[] seeds = context.Part([.. Enumerable.Range(FirstJudged, Judged)], 8);
        var judged = new (MachineHistory History, FailureJudgement[] Says)[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index =>
        {
            var history = MachineHistory.Make(seeds[index]);
            judged[index] = (history, [.. Looks(history)]);
        });
        foreach (var row in Calibration.Rows("machine failures", [.. judged.SelectMany(one => one.Says)]))
        {
            yield return row;
        }

        int failed = judged.Count(one => one.History.Fails);
        var first = judged.Select(one => (one.History, At: one.Says.FirstOrDefault(row => row.Probability >= Bound))).ToArray();
        int inTime = first.Count(one => one.History.Fails && one.At is { } at && one.History.Length - at.Row >= RowsToAct);
        int needless = first.Count(one => !one.History.Fails && one.At is not null);
        double days = judged.Sum(one => one.History.Length) * MachineHistory.Step.TotalDays;
        yield return new(
            "machine failures: known at least 30 minutes before", inTime / (double)failed, "ratio", null, HigherIsBetter: true);
        yield return new(
            "machine failures: machines named that did not fail, in 1,000 VM-days", 1_000 * needless / days, "machines", null,
            HigherIsBetter: false);
    }

    private static double[] Fit()
    {
        List<double[]> rows = [];
        List<bool> outcomes = [];
        foreach (MachineHistory history in Enumerable.Range(0, Taught).Select(MachineHistory.Make))
        {
            foreach ((int row, MachineSigns signs) in SignsOf(history))
            {
                double[] inputs = new double[MachineFailureModel.Inputs];
                MachineFailureModel.InputsOf(signs, inputs);
                rows.Add(inputs);
                outcomes.Add(FailsSoon(history, row));
            }
        }

        return LogisticFit.Fit(rows, outcomes);
    }

    private static IEnumerable<FailureJudgement> Looks(MachineHistory history) => SignsOf(history).Select(one =>
        new FailureJudgement(one.Row, MachineFailureModel.Probability(one.Signs), FailsSoon(history, one.Row)));

    private static bool FailsSoon(MachineHistory history, int row) =>
        history.Fails && (history.Length - row) * MachineHistory.Step <= MachineFailureModel.Horizon;

    private static IEnumerable<(int Row, MachineSigns Signs)> SignsOf(MachineHistory history)
    {
        for (int row = 24; row <= history.Length; row += Every)
        {
            MachineSigns signs = history.SignsAt(row);
            if (signs.Any)
            {
                yield return (row, signs);
            }
        }
    }
}
