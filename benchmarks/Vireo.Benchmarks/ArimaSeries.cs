using System.Globalization;

namespace Vireo.Benchmarks;

/// <summary>A task of forecasting: what is known, what came, and the season.</summary>
internal sealed record ArimaSeries(string Name, int Period, double[] History, double[] Actual)
{
    /// <summary>Mean absolute error over that of the seasonal naive method in the history; NaN when that is zero.</summary>
    public double ScaledError(IReadOnlyList<double> forecast)
    {
        double scale = 0;
        for (int t = Period; t < History.Length; t++)
        {
            scale += Math.Abs(History[t] - History[t - Period]);
        }

        scale /= History.Length - Period;
        double error = Actual.Select((value, step) => Math.Abs(value - forecast[step])).Average();

        return scale > 1e-6 ? error / scale : double.NaN;
    }

    /// <summary>M4 Hourly: 414 series of about 850 hours, the next 48.</summary>
    public static IEnumerable<ArimaSeries> M4Hourly(string sharedData)
    {
        string folder = Path.Combine(sharedData, "data", "m4-hourly");
        IEnumerable<string> train = File.ReadLines(Path.Combine(folder, "Hourly-train.csv")).Skip(1);
        IEnumerable<string> test = File.ReadLines(Path.Combine(folder, "Hourly-test.csv")).Skip(1);
        foreach ((string history, string actual) in train.Zip(test))
        {
            yield return new ArimaSeries(history.Split(',')[0].Trim('"'), 24, Numbers(history), Numbers(actual));
        }

        static double[] Numbers(string line) =>
            [.. line.Split(',').Skip(1).Select(cell => cell.Trim('"')).Where(cell => cell.Length > 0).Select(Number)];
    }

    /// <summary>Windows of VMs: up to a day of five-minute samples, the next hour.</summary>
    public static IEnumerable<ArimaSeries> VirtualMachines(string sharedData)
    {
        string folder = Path.Combine(sharedData, "data", "vm-cloud");
        Dictionary<string, double[]> series = [];
        foreach (string file in new[] { "planetlab.csv", "gcd.csv", "bitbrains.csv", "nab.csv" })
        {
            foreach (string line in File.ReadLines(Path.Combine(folder, file)).Skip(1))
            {
                string[] cells = line.Split(',');
                series[cells[0]] = [.. cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
            }
        }

        foreach (string line in File.ReadLines(Path.Combine(folder, "tasks-vm5.csv")).Skip(1))
        {
            string[] cells = line.Split(',');
            int origin = int.Parse(cells[2]);
            int history = int.Parse(cells[4]);
            int horizon = int.Parse(cells[5]);
            double[] values = series[cells[1]];
            yield return new ArimaSeries(cells[0], 1, values[(origin - history)..origin], values[origin..(origin + horizon)]);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
