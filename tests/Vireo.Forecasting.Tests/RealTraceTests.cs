namespace Vireo.Forecasting.Tests;

/// <summary>Accuracy on real machines: the next hour of the developers' windows.</summary>
public sealed class RealTraceTests
{
    [Fact]
    public void The_next_hour_of_real_machines_is_forecast_better_than_naive_with_honest_intervals()
    {
        string folder = Checkout.RequireShared("data/vm-cloud");
        Dictionary<string, double[]> series = ReadSeries(Path.Combine(folder, "planetlab.csv"));
        var request = new SeriesForecastRequest(12, [], ModelNames.Auto, [0.8]);
        double logarithms = 0;
        double inside = 0;
        int judged = 0;
        foreach (string[] task in File.ReadLines(Path.Combine(folder, "tasks-vm5.csv")).Skip(1).Select(line => line.Split(',')))
        {
            if (!series.TryGetValue(task[1], out double[]? values))
            {
                continue;
            }

            int origin = int.Parse(task[2]);
            double[] history = values[(origin - int.Parse(task[4]))..origin];
            double[] actual = values[origin..(origin + 12)];
            SeriesForecastResult forecast = SeriesForecast.Run(history, request);
            logarithms += Math.Log((Error(actual, forecast.Mean) + 0.1) / (Error(actual, Waves.Constant(12, history[^1])) + 0.1));
            inside += Forecasting.Evaluation.Accuracy.Coverage(actual, forecast.Lower[0], forecast.Upper[0]);
            judged++;
        }

        Assert.InRange(Math.Exp(logarithms / judged), 0, 0.93);
        Assert.InRange(inside / judged, 0.76, 0.88);
    }

    private static double Error(double[] actual, double[] forecast) =>
        Forecasting.Evaluation.Accuracy.AbsoluteError(actual, forecast);

    private static Dictionary<string, double[]> ReadSeries(string file) =>
        File.ReadLines(file)
            .Select(line => line.Split(','))
            .Where(fields => fields[^1].Contains(' ', StringComparison.Ordinal))
            .ToDictionary(fields => fields[0], fields => fields[^1].Split(' ').Select(double.Parse).ToArray());
}
