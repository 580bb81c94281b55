using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;

namespace Vireo.Benchmarks;

/// <summary>Forecasts of whole fleets as the loop makes them, value by value from cold, with and without the trees that
/// their series share.</summary>
/// <remarks>Each trace is one fleet. From the second half of each series on, every step of the next hour is
/// judged.</remarks>
public static class FleetModelsBenchmark
{
    private const int Steps = 12;
    private const int JudgeEvery = 6;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it; some minutes on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        TraceSeries[] all = [.. TraceSeries.Read(shared)];
        Console.Error.WriteLine(
            $"{"",-28} {"n",4} {"rel",6} {"SPL",6} {"cov80",6} {"cov95",6} {"trees",6} {"CPU s",6}");
        foreach (bool isShared in (bool[])[false, true])
        {
            string name = isShared ? "with shared trees" : "own models";
            List<double> errors = [];
            List<CoverageTally> tallies = [];
            foreach (IGrouping<string, TraceSeries> fleet in all.GroupBy(series => series.Source))
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                var judged = new FleetReplay([.. fleet], isShared);
                judged.Run();
                Print($"{name}, {fleet.Key}", judged, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
                errors.AddRange(judged.Relative);
                tallies.AddRange(judged.Tallies);
            }

            yield return new(
                $"fleet models, {name}: error over naive's", Math.Exp(errors.Average(Math.Log)), "ratio", null, false);
            yield return new(
                $"fleet models, {name}: 80 % intervals", 100 * tallies.Average(one => one.Coverage80), "%", null, true);
            yield return new($"fleet models, {name}: median pinball loss", Median(tallies), "scaled", null, false);
        }
    }

    private static void Print(string name, FleetReplay judged, double cpu) =>
        Console.Error.WriteLine(
            $"{name,-28} {judged.Tallies.Count,4} {Math.Exp(judged.Relative.Average(Math.Log)),6:F3} " +
            $"{Median(judged.Tallies),6:F3} {100 * judged.Tallies.Average(one => one.Coverage80),6:F1} " +
            $"{100 * judged.Tallies.Average(one => one.Coverage95),6:F1} {judged.WithTrees,6:P0} {cpu,6:F1}");

    private static double Median(IEnumerable<CoverageTally> tallies)
    {
        double[] ascending = [.. tallies.Where(one => one.HasScale).Select(one => one.Pinball).Order()];

        return ascending[ascending.Length / 2];
    }

    private sealed class FleetReplay(TraceSeries[] fleet, bool isShared)
    {
        private readonly FleetForecaster _forecaster = new(new ForecastOptions { Levels = [.. VmForecast.Levels] });
        private readonly SeriesKey[] _keys =
            [.. fleet.Select(series => new SeriesKey(EntityId.Of(new VirtualMachineId(series.Id)), Metric.CpuUsage))];

        private readonly CoverageTally[] _tallies =
        [
            .. fleet.Select(series => new CoverageTally(
                series, Accuracy.Scale(series.Values.AsSpan(..(series.Values.Length / 2)), 1))),
        ];

        private readonly (double Ours, double Naive)[] _errors = new (double, double)[fleet.Length];
        private readonly double[] _quantiles = new double[VmForecast.Levels.Length * Steps];

        public IReadOnlyList<CoverageTally> Tallies => [.. _tallies.Where(one => one.Origins > 0)];

        public IReadOnlyList<double> Relative =>
            [.. _errors.Where(one => one is { Ours: > 0, Naive: > 0 }).Select(one => one.Ours / one.Naive)];

        public double WithTrees { get; private set; }

        public void Run()
        {
            _forecaster.Know(
                FleetSnapshot.Create(Start, new ClusterId("replay"), [], [], [], []),
                new Policy { SharedTrees = isShared });
            int longest = fleet.Max(series => series.Values.Length);
            for (int end = 1; end <= longest; end++)
            {
                Teach(end);
                if (end % JudgeEvery == 0)
                {
                    Judge(end);
                }
            }

            WithTrees = _forecaster.Report().Average(report => report.Model.Contains("gbm") ? 1.0 : 0);
        }

        private void Teach(int end)
        {
            var window = new Dictionary<SeriesKey, TimeSeries>();
            for (int i = 0; i < fleet.Length; i++)
            {
                if (end <= fleet[i].Values.Length)
                {
                    window[_keys[i]] = new(
                        _keys[i], Start + ((end - 1) * Step), Step, fleet[i].Values.AsMemory(end - 1, 1),
                        DataQuality.Perfect);
                }
            }

            _forecaster.Observe(new(Start + (end * Step), Step, window));
        }

        private void Judge(int origin)
        {
            for (int i = 0; i < fleet.Length; i++)
            {
                double[] values = fleet[i].Values;
                if (origin < values.Length / 2 || origin + Steps > values.Length ||
                    _forecaster.Forecast(_keys[i], Steps) is not { } forecast)
                {
                    continue;
                }

                ReadOnlySpan<double> actual = values.AsSpan(origin, Steps);
                for (int k = 0; k < _quantiles.Length; k++)
                {
                    _quantiles[k] = forecast.Quantiles[k];
                }

                _tallies[i].Add(actual, _quantiles);
                for (int step = 0; step < Steps; step++)
                {
                    _errors[i].Ours += Math.Abs(actual[step] - _quantiles[(2 * Steps) + step]);
                    _errors[i].Naive += Math.Abs(actual[step] - values[origin - 1]);
                }
            }
        }
    }
}
