using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Forecasting.Tests.Boosting;

/// <summary>Accuracy on real machines: the next hour of the developers' windows, learnt from those windows
/// alone.</summary>
public sealed class BoostedTraceTests
{
    private const int Hour = 12;
    private static readonly string[] Sources = ["planetlab", "gcd", "bitbrains", "nab"];
    private static readonly double[] Levels = [0.025, 0.1, 0.5, 0.9, 0.975];

    [Fact]
    public void The_next_hour_of_real_machines_is_forecast_a_seventh_better_than_naive_with_honest_intervals()
    {
        string folder = Checkout.RequireShared("data/vm-cloud");
        Dictionary<string, double[]> series = Sources
            .SelectMany(source => File.ReadLines(Path.Combine(folder, $"{source}.csv")).Skip(1))
            .Select(line => line.Split(','))
            .ToDictionary(
                cells => string.Join(',', cells[..^3]),
                cells => cells[^1].Split(' ').Select(double.Parse).ToArray());
        (double[] History, double[] Actual)[] windows =
        [
            .. File.ReadLines(Path.Combine(folder, "tasks-vm5.csv"))
                .Skip(1)
                .Select(line => line.Split(','))
                .DistinctBy(cells => cells[1])
                .Select(cells => Window(series[cells[1]], int.Parse(cells[2]), int.Parse(cells[4]))),
        ];

        BoostedQuantiles model = BoostedQuantiles.Train(
            [.. windows.Select(window => window.History)],
            new() { Rows = 30_000, Trees = 120, Forests = 1 },
            null,
            CancellationToken.None);

        (double relative, double inside80, double inside95) = Judge(model, windows);
        Assert.InRange(relative, 0, 0.86);
        Assert.InRange(inside80, 0.76, 0.84);
        Assert.InRange(inside95, 0.92, 0.98);
    }

    private static (double Relative, double Inside80, double Inside95) Judge(
        BoostedQuantiles model, (double[] History, double[] Actual)[] windows)
    {
        double logarithms = 0;
        double inside80 = 0;
        double inside95 = 0;
        foreach ((double[] history, double[] actual) in windows)
        {
            double[] quantiles = new double[Levels.Length * Hour];
            model.Forecast(history, Hour, Levels, quantiles);
            double[][] rows = [.. quantiles.Select(value => Math.Max(0, value)).Chunk(Hour)];
            double floor = (0.01 * Accuracy.Scale(history, 1)) + 1e-9;
            double error = Accuracy.AbsoluteError(actual, rows[2]) + floor;
            double naive = Accuracy.AbsoluteError(actual, Waves.Constant(Hour, history[^1])) + floor;
            logarithms += Math.Log(error / naive) / windows.Length;
            inside80 += Accuracy.Coverage(actual, rows[1], rows[3]) / windows.Length;
            inside95 += Accuracy.Coverage(actual, rows[0], rows[4]) / windows.Length;
        }

        return (Math.Exp(logarithms), inside80, inside95);
    }

    private static (double[] History, double[] Actual) Window(double[] values, int origin, int history) =>
        (values[(origin - history)..origin], values[origin..(origin + Hour)]);
}
