using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>Real machines that join a fleet which has run for four days: their first hours as the loop forecasts them,
/// with and without what the others tell.</summary>
/// <remarks>Every fifth series is held back. The traces carry no tags and names without kinds, so this is the weakest
/// case: everybody is a sibling. Errors are in per cent of capacity.</remarks>
public static class NewcomerBenchmark
{
    private const int Known = 4 * 288;
    private const int Steps = 12;
    private const int First = 24;

    /// <summary>About a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        TraceSeries[] fleet =
        [
            .. TraceSeries.Read(shared).Where(one => one.Source is "gcd" or "bitbrains" && one.Unit == "cpu_pct")
                .Where(one => one.Values.Length > Known + First + Steps),
        ];
        foreach (bool asks in (bool[])[false, true])
        {
            string how = asks ? "from its siblings" : "alone";
            Tally[] tallies = Replay(fleet, asks);
            for (int known = 0; known < tallies.Length; known++)
            {
                if (known is 0 or 1 or 3 or 12 && tallies[known].Values > 0)
                {
                    yield return new(
                        $"newcomer: {known} values known, {how}, error of the next hour",
                        tallies[known].Error / tallies[known].Values, "% of capacity", null, false);
                    yield return new(
                        $"newcomer: {known} values known, {how}, in the 80 % interval",
                        100.0 * tallies[known].Inside / tallies[known].Values, "%", null, true);
                    yield return new(
                        $"newcomer: {known} values known, {how}, width of that interval",
                        tallies[known].Width / tallies[known].Values, "% of capacity", null, false);
                }
            }
        }
    }

    private static Tally[] Replay(TraceSeries[] fleet, bool asks)
    {
        var forecaster = new FleetForecaster(new ForecastOptions { Levels = [0.1, 0.5, 0.9] });
        var snapshot = new ReplayedFleet(fleet, "vm-1").Snapshot;
        if (asks)
        {
            forecaster.Know(snapshot, new Policy());
        }

        TraceSeries[] siblings = [.. fleet.Where((_, i) => i % 5 != 0)];
        TraceSeries[] newcomers = [.. fleet.Where((_, i) => i % 5 == 0)];
        forecaster.Observe(ReplayedFleet.Window(siblings, 0, Known));
        var tallies = new Tally[First];
        for (int known = 0; known < First; known++)
        {
            TraceSeries[] measured = known == 0 ? siblings : fleet;
            forecaster.Look(
                snapshot, ReplayedFleet.Window(measured, Known + known - 1, Known + known), [], TimeSpan.FromHours(1));
            foreach (TraceSeries newcomer in newcomers)
            {
                if (forecaster.Forecast(ReplayedFleet.KeyOf(newcomer), Steps) is { } forecast)
                {
                    tallies[known].Add(newcomer.Values.AsSpan(Known + known, Steps), forecast.Quantiles.AsSpan());
                }
            }

            forecaster.Observe(ReplayedFleet.Window(fleet, Known + known, Known + known + 1));
        }

        return tallies;
    }

    private struct Tally
    {
        public double Error;
        public double Width;
        public int Inside;
        public int Values;

        public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<float> quantiles)
        {
            for (int step = 0; step < actual.Length; step++)
            {
                float low = quantiles[step];
                float high = quantiles[(2 * actual.Length) + step];
                Error += Math.Abs(actual[step] - quantiles[actual.Length + step]);
                Width += high - low;
                Inside += actual[step] >= low && actual[step] <= high ? 1 : 0;
                Values++;
            }
        }
    }
}
