using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>Real machines to which something happens at known times: the third time as the loop forecasts it, with and
/// without the event in the policy.</summary>
/// <remarks>Their own load, doubled for two hours every three days. The forecast is made ten minutes before and covers
/// the first hour. Every fifth machine is held out: it joins half a day after the second time, so that all it knows of
/// the event is what the others tell.</remarks>
public static class KnownEventBenchmark
{
    private const int Day = 288;
    private const int FirstEvent = (2 * Day) + 120;
    private const int Every = 3 * Day;
    private const int Length = 24;
    private const int Origin = FirstEvent + (2 * Every) - 2;
    private const int Steps = 14;
    private const int Joins = FirstEvent + Every + Length + 144;
    private const int EveryHeldOut = 5;
    private const double Lift = 2;

    /// <summary>About half a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        TraceSeries[] fleet =
        [
            .. TraceSeries.Read(shared)
                .Where(one => one.Source is "gcd" or "bitbrains" && one.Values.Length > Origin + Steps)
                .Select(one => one with
                {
                    Values = [.. one.Values.Select((value, step) => IsEvent(step) ? Lift * value : value)],
                }),
        ];
        foreach (bool isKnown in (bool[])[false, true])
        {
            string how = isKnown ? "in the policy" : "unknown";
            FleetForecaster forecaster = Replay(fleet, isKnown);
            foreach (bool isHeldOut in (bool[])[false, true])
            {
                TraceSeries[] judged = [.. fleet.Where((_, i) => IsHeldOut(i) == isHeldOut)];
                string whose = isHeldOut ? $"{judged.Length} held out" : $"{judged.Length} that saw it twice";
                (double error, double inside) = Judge(judged, forecaster);
                yield return new(
                    $"known events: {how}, {whose}, error in the event over naive's", error, "ratio", null, false);
                yield return new($"known events: {how}, {whose}, in the 80 % interval", 100 * inside, "%", null, true);
            }
        }
    }

    private static bool IsHeldOut(int index) => index % EveryHeldOut == 0;

    private static FleetForecaster Replay(TraceSeries[] fleet, bool isKnown)
    {
        var forecaster = new FleetForecaster(new ForecastOptions { Levels = [0.1, 0.5, 0.9] });
        KnownEvent[] events =
        [
            .. Enumerable.Range(0, 3).Select(number => new KnownEvent(
                "event",
                ReplayedFleet.Start + ((FirstEvent + (number * Every)) * ReplayedFleet.Step),
                Length * ReplayedFleet.Step)),
        ];
        forecaster.Know(
            new ReplayedFleet(fleet, (_, machine) => machine).Snapshot,
            new Policy { Events = isKnown ? [.. events] : [] });
        forecaster.Observe(ReplayedFleet.Window([.. fleet.Where((_, i) => !IsHeldOut(i))], 0, Joins));
        for (int step = Joins; step < Origin; step++)
        {
            forecaster.Observe(ReplayedFleet.Window(fleet, step, step + 1));
        }

        return forecaster;
    }

    private static (double Error, double Inside) Judge(TraceSeries[] fleet, FleetForecaster forecaster)
    {
        double logs = 0;
        double inside = 0;
        int judged = 0;
        foreach (TraceSeries one in fleet)
        {
            (double error, double naive, double hits) = Judge(one.Values, forecaster.Forecast(ReplayedFleet.KeyOf(one), Steps));
            if (error > 0 && naive > 0)
            {
                logs += Math.Log(error / naive);
                inside += hits;
                judged++;
            }
        }

        return (Math.Exp(logs / judged), inside / judged);
    }

    private static (double Error, double Naive, double Hits) Judge(double[] values, DemandForecast? forecast)
    {
        double error = 0;
        double naive = 0;
        double hits = 0;
        for (int ahead = 2; ahead < Steps && forecast is not null; ahead++)
        {
            double actual = values[Origin + ahead];
            error += Math.Abs(actual - forecast.Quantiles[Steps + ahead]);
            naive += Math.Abs(actual - values[Origin - 1]);
            hits += actual >= forecast.Quantiles[ahead] && actual <= forecast.Quantiles[(2 * Steps) + ahead] ? 1 : 0;
        }

        return (error, naive, hits / (Steps - 2));
    }

    private static bool IsEvent(int step) => step >= FirstEvent && (step - FirstEvent) % Every < Length;
}
