using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>Machines that join a fleet which has run for four days: their first hours as the loop forecasts them, by
/// what is known of them, against what one knows without the others.</summary>
/// <remarks>Every fifth series is held out. Real traces carry neither tags nor services: their kind is the trace they
/// are from. A seeded fleet has all three (<see cref="SiblingFleet"/>). Errors are in per cent of capacity.</remarks>
public static class NewcomerBenchmark
{
    private const int Known = 4 * 288;
    private const int Steps = 12;
    private const int First = 24;
    private const int Seed = 7;
    private const int EveryHeldOut = 5;

    private static readonly (string Name, Func<TraceSeries, VirtualMachine, VirtualMachine>? Describe)[] Real =
    [
        ("alone", null),
        ("from everybody", (_, machine) => machine with { Name = "vm-1" }),
        ("by kind", (one, machine) => machine with { Name = "vm-1", Template = new VmTemplateId(one.Source) }),
    ];

    private static readonly (string Name, Func<TraceSeries, VirtualMachine, VirtualMachine>? Describe)[] Seeded =
    [
        ("alone", null),
        ("from everybody", SiblingFleet.Describe(byKind: false, byTag: false, byService: false)),
        ("by kind", SiblingFleet.Describe(byKind: true, byTag: false, byService: false)),
        ("by tag", SiblingFleet.Describe(byKind: false, byTag: true, byService: false)),
        ("by siblings", SiblingFleet.Describe(byKind: false, byTag: false, byService: true)),
        ("by all three", SiblingFleet.Describe(byKind: true, byTag: true, byService: true)),
    ];

    /// <summary>A minute or two.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        IEnumerable<BenchmarkResult> seeded = Judge(
            "seeded", SiblingFleet.Generate(Known + First + Steps, Seed), EveryHeldOut - 1, Seeded);

        return context.SharedData is not { } shared ? seeded : Judge(
            "vm-cloud",
            [
                .. TraceSeries.Read(shared).Where(one => one.Source is "gcd" or "bitbrains" && one.Unit == "cpu_pct")
                    .Where(one => one.Values.Length > Known + First + Steps),
            ],
            0, Real).Concat(seeded);
    }

    private static IEnumerable<BenchmarkResult> Judge(
        string set, TraceSeries[] fleet, int heldOut,
        (string Name, Func<TraceSeries, VirtualMachine, VirtualMachine>?)[] ways)
    {
        TraceSeries[] newcomers = [.. fleet.Where((_, i) => i % EveryHeldOut == heldOut)];
        TraceSeries[] elders = [.. fleet.Where((_, i) => i % EveryHeldOut != heldOut)];
        foreach ((string how, Func<TraceSeries, VirtualMachine, VirtualMachine>? describe) in ways)
        {
            Tally[] tallies = Replay(elders, newcomers, describe);
            for (int known = 0; known < tallies.Length; known++)
            {
                if (known is 0 or 1 or 3 or 12 && tallies[known].Values > 0)
                {
                    string what = $"newcomer: {set}, {newcomers.Length} held out, {known} values known, {how}";
                    yield return new(
                        $"{what}, error of the next hour", tallies[known].Mean, "% of capacity", null, false);
                    yield return new($"{what}, in the 80 % interval", 100 * tallies[known].Held, "%", null, true);
                    yield return new(
                        $"{what}, width of that interval", tallies[known].MeanWidth, "% of capacity", null, false);
                }
            }
        }

        foreach (int known in (int[])[0, 1, 3, 12])
        {
            (string how, double error) = known == 0
                ? ("the mean of all others", newcomers.Average(one => Error(one, known, Mean(elders))))
                : ("the last value", newcomers.Average(one => Error(one, known, one.Values[Known + known - 1])));
            yield return new(
                $"newcomer: {set}, {newcomers.Length} held out, {known} values known, {how}, error of the next hour",
                error, "% of capacity", null, false);
        }
    }

    private static double Mean(TraceSeries[] elders) => elders.Average(one => one.Values.Take(Known).Average());

    private static double Error(TraceSeries newcomer, int known, double forecast) =>
        newcomer.Values.Skip(Known + known).Take(Steps).Average(value => Math.Abs(value - forecast));

    private static Tally[] Replay(
        TraceSeries[] elders, TraceSeries[] newcomers, Func<TraceSeries, VirtualMachine, VirtualMachine>? describe)
    {
        TraceSeries[] fleet = [.. elders, .. newcomers];
        var forecaster = new FleetForecaster(new ForecastOptions { Levels = [0.1, 0.5, 0.9] });
        FleetSnapshot snapshot = new ReplayedFleet(fleet, describe ?? ((_, machine) => machine)).Snapshot;
        if (describe is not null)
        {
            forecaster.Know(snapshot, new Policy());
        }

        forecaster.Observe(ReplayedFleet.Window(elders, 0, Known));
        var tallies = new Tally[First];
        for (int known = 0; known < First; known++)
        {
            TraceSeries[] measured = known == 0 ? elders : fleet;
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

        public readonly double Mean => Error / Values;

        public readonly double MeanWidth => Width / Values;

        public readonly double Held => (double)Inside / Values;

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
