using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>Predictive scaling against the usual target tracking and against a fixed size, on web-like loads.</summary>
/// <remarks>The first week teaches: the forecaster its models, the quality model what a replica carries, the fixed size
/// its peak. The second is judged. A replica takes five minutes to start.</remarks>
public static class ScalingBenchmark
{
    private const int MinutesPerDay = 1_440;
    private const int Days = 14;
    private const int LearnDays = 7;
    private const double Capacity = 100;
    private const double Objective = 0.05;
    private const double Quantile = 0.95;
    private const double Coverage = 0.9;
    private const int Maximum = 200;
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(5);
    private static readonly ServiceConditions Replica = new(0, 0, 1, 4);
    private static readonly double[] Targets = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

    /// <summary>Runs it; about a minute on an idle machine.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context) =>
        Judged("ordinary days", Loads(crowds: 0), new Goals([0, 0.05], Seconds: 90, Hours: 25))
            .Concat(Judged("with flash crowds", Loads(crowds: 3), new Goals([0, 0.1, 0.3], Seconds: 90, Hours: null)))
            .Concat(Judged("recorded", Recorded(context), new Goals([0, 0.1], Seconds: null, Hours: 25)));

    private static double[][] Loads(double crowds) =>
        [.. Enumerable.Range(1, 4).Select(seed => WebLoad.Create(Days, 1_500, crowds, seed))];

    // What is aimed at holds for the last of the reserves.
    private static IEnumerable<BenchmarkResult> Judged(string name, double[][] loads, Goals goals)
    {
        if (loads.Length == 0)
        {
            yield break;
        }

        var usual = new List<(double Hours, double Seconds)>();
        foreach (double target in Targets)
        {
            var outcomes = loads.Select(load => Usual(load, target)).ToList();
            string who = string.Create(CultureInfo.InvariantCulture, $"target {target:0.0}");
            yield return Over(name, who, outcomes);
            yield return Hours(name, who, outcomes);
            usual.Add((outcomes.Average(one => one.VmHours), outcomes.Average(one => one.SecondsOver)));
        }

        double[] carried = [.. loads.Select(CarriedBy)];
        foreach (double reserve in goals.Reserves)
        {
            var predictive = loads.Zip(carried, (load, each) => Predictive(load, each, reserve)).ToList();
            string who = string.Create(CultureInfo.InvariantCulture, $"predictive, reserve {reserve:0.00}");
            yield return Over(name, who, predictive);
            yield return Hours(name, who, predictive);
            bool isAimed = reserve == goals.Reserves[^1];
            double atEqualHours = SecondsAt(usual, predictive.Average(one => one.VmHours));
            yield return new(
                $"scaling, {name}: {who}, seconds over saved at equal VM-hours",
                100 * (1 - (predictive.Average(one => one.SecondsOver) / Math.Max(1, atEqualHours))), "%",
                isAimed ? goals.Seconds : null, true);
            double atEqualSeconds = HoursAt(usual, predictive.Average(one => one.SecondsOver));
            yield return new(
                $"scaling, {name}: {who}, VM-hours saved at equal seconds over",
                100 * (1 - (predictive.Average(one => one.VmHours) / atEqualSeconds)), "%", isAimed ? goals.Hours : null, true);
        }

        var fixedSize = loads.Zip(carried, Fixed).ToList();
        yield return Over(name, "fixed", fixedSize);
        yield return Hours(name, "fixed", fixedSize);
    }

    // Between the two targets that need less and more VM-hours, straight in the logarithm; beyond all of them, the
    // nearest.
    private static double SecondsAt(List<(double Hours, double Seconds)> usual, double hours)
    {
        var byHours = usual.OrderBy(one => one.Hours).ToList();
        int above = byHours.FindIndex(one => one.Hours >= hours);
        if (above <= 0)
        {
            return above == 0 ? byHours[0].Seconds : byHours[^1].Seconds;
        }

        var (low, high) = (byHours[above - 1], byHours[above]);
        double part = (hours - low.Hours) / (high.Hours - low.Hours);

        return Math.Exp(((1 - part) * Math.Log(Math.Max(1, low.Seconds))) + (part * Math.Log(Math.Max(1, high.Seconds))));
    }

    // The same the other way; where even the most generous target is over for longer, that one.
    private static double HoursAt(List<(double Hours, double Seconds)> usual, double seconds)
    {
        var byHours = usual.OrderBy(one => one.Hours).ToList();
        int enough = byHours.FindIndex(one => one.Seconds <= seconds);
        if (enough <= 0)
        {
            return enough == 0 ? byHours[0].Hours : byHours[^1].Hours;
        }

        var (low, high) = (byHours[enough - 1], byHours[enough]);
        double part = Math.Log(Math.Max(1, low.Seconds) / Math.Max(1, seconds)) / Math.Log(Math.Max(1, low.Seconds) / Math.Max(1, high.Seconds));

        return low.Hours + (Math.Clamp(part, 0, 1) * (high.Hours - low.Hours));
    }

    private static BenchmarkResult Over(string name, string who, List<ServiceOutcome> outcomes) => new(
        $"scaling, {name}: {who}, seconds over the objective", outcomes.Average(one => one.SecondsOver), "s a week", null, false);

    private static BenchmarkResult Hours(string name, string who, List<ServiceOutcome> outcomes) => new(
        $"scaling, {name}: {who}", outcomes.Average(one => one.VmHours), "VM-hours a week", null, false);

    private static ServiceOutcome Usual(double[] load, double target)
    {
        var usual = new UsualAutoscaler(target, Capacity, minimum: 1, Maximum);

        return ServiceReplay.Run(Scenario(load), InitialFor(load), usual.Decide);
    }

    private static ServiceOutcome Fixed(double[] load, double carried)
    {
        double peak = load.AsSpan(0, LearnDays * MinutesPerDay).ToArray().Max();

        return ServiceReplay.Run(Scenario(load), (int)Math.Ceiling(peak / carried), _ => 0);
    }

    private static ServiceOutcome Predictive(double[] load, double carried, double reserve)
    {
        var group = new VmGroup
        {
            Id = new("service"),
            Template = new("web"),
            Minimum = 1,
            Maximum = Maximum,
            LoadPerReplica = carried,
            StartUp = StartUp,
            Rules = [new PredictiveScaling(Quantile) { Reserve = reserve }, new TargetTracking(1, 0)],
        };
        var scaled = new ScaledGroup(group, StartUp, new LoadForecast(StartUp + TimeSpan.FromMinutes(5), Quantile));

        return ServiceReplay.Run(Scenario(load), InitialFor(load), scaled.Decide);
    }

    // What one replica carries within the objective, as learned from what it did while somebody else scaled it.
    private static double CarriedBy(double[] load)
    {
        var seen = new List<QualityObservation>();
        var usual = new UsualAutoscaler(0.7, Capacity, minimum: 1, Maximum);
        ServiceReplay.Run(
            Scenario(load[..(LearnDays * MinutesPerDay)]), InitialFor(load), moment =>
            {
                if (IsSteady(moment))
                {
                    seen.Add(new QualityObservation(
                        Replica with { Load = moment.Measured.Span[^1] / moment.Ready }, moment.Latency));
                }

                return usual.Decide(moment);
            });

        // What a group is taken to carry while too little was seen: seven tenths of its size.
        return seen.Count < 40
            ? 0.7 * Capacity
            : ReplicaCapacity.Of(
                QualityModel.Fit(seen, QualityMeasure.ResponseTime), seen, Replica, Objective, Coverage);
    }

    // A queue left over from before, or a replica about to join, is no property of the load.
    private static bool IsSteady(ServiceMoment moment)
    {
        var newest = moment.Measured.Span[Math.Max(0, moment.Measured.Length - 5)..];
        double low = double.PositiveInfinity;
        double high = 0;
        foreach (double value in newest)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return newest.Length == 5 && moment is { Minute: var minute, Starting: 0, Leaving: 0 } && minute % 2 == 0 &&
            high - low <= 0.15 * high;
    }

    private static ServiceScenario Scenario(double[] load) =>
        new(load, Capacity, Objective, StartUp, Judged: LearnDays * MinutesPerDay);

    private static int InitialFor(double[] load) => Math.Max(1, (int)Math.Ceiling(load[0] / (0.5 * Capacity)));

    // Five-minute counts that look like requests; scaled to the size of the generated ones, with straight lines
    // between.
    private static double[][] Recorded(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            return [];
        }

        string[] files =
        [
            "realAWSCloudwatch/elb_request_count_8c0756.csv", "realTweets/Twitter_volume_AMZN.csv",
            "realTweets/Twitter_volume_GOOG.csv", "realTweets/Twitter_volume_IBM.csv",
        ];
        ImmutableArray<double[]>.Builder loads = ImmutableArray.CreateBuilder<double[]>();
        foreach (string file in files)
        {
            string path = Path.Combine(shared, "data", "nab", "data", file);
            if (File.Exists(path))
            {
                double[] values =
                [
                    .. File.ReadLines(path).Skip(1).Take(Days * 288)
                        .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
                ];
                loads.Add(ByMinute(values));
            }
        }

        return [.. loads];
    }

    private static double[] ByMinute(double[] values)
    {
        double[] sorted = [.. values.Order()];
        double scale = 1_500 / Math.Max(1, sorted[(int)(0.99 * (sorted.Length - 1))]);
        double[] minutes = new double[(values.Length - 1) * 5];
        for (int minute = 0; minute < minutes.Length; minute++)
        {
            int step = minute / 5;
            double into = minute % 5 / 5.0;
            minutes[minute] = scale * (values[step] + ((values[step + 1] - values[step]) * into));
        }

        return minutes;
    }

    /// <summary>What is tried on a kind of load, and what is to be reached with the last of it.</summary>
    /// <param name="Reserves">Parts of what a replica carries that are kept free.</param>
    /// <param name="Seconds">Percent fewer seconds over the objective; null where the other goal is aimed at.</param>
    /// <param name="Hours">Percent fewer VM-hours.</param>
    private sealed record Goals(double[] Reserves, double? Seconds, double? Hours);
}
