using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What each rule of a group wants. A rule that lacks data wants what there is: no data, no action.</summary>
internal static class ScalingProposals
{
    // Response times rise faster than load: what they seem to ask for is not ordered at once.
    private const double MostGrowth = 2;

    /// <summary>Asks one rule.</summary>
    public static ScalingProposal Of(
        ScalingRule rule, VmGroup group, GroupReplicas replicas, GroupLoad load, DateTimeOffset now) =>
        rule switch
        {
            FixedCount count => new("fixed", count.Replicas, $"{count.Replicas} are configured"),
            ScheduledCount scheduled => Scheduled(scheduled, now),
            ThresholdScaling threshold => Threshold(threshold, replicas, load),
            TargetTracking target => Target(target, replicas, load),
            MetricTracking metric => Metric(metric, group, replicas, load),
            PredictiveScaling predictive => Predictive(predictive, replicas, load),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "This kind of rule has no meaning yet; add it here."),
        };

    /// <summary>Replicas that carry a load when each carries so much; a hair over is not another machine.</summary>
    internal static int Needed(double load, double perReplica) =>
        (int)Math.Min(int.MaxValue, Math.Max(0, Math.Ceiling((load / perReplica) - 1e-9)));

    private static ScalingProposal Scheduled(ScheduledCount rule, DateTimeOffset now)
    {
        var since = CronSchedule.Parse(rule.Cron).NewestWithin(
            now, rule.Lasts, TimeZoneInfo.FindSystemTimeZoneById(rule.TimeZone), rule.BeginsOn);

        return since is { } open
            ? new("schedule", rule.Replicas, Text($"{rule.Replicas} since {open:u} for {rule.Lasts.InWords()}"))
            : new("schedule", 0, "outside its times");
    }

    private static ScalingProposal Threshold(ThresholdScaling rule, GroupReplicas replicas, GroupLoad load)
    {
        double full = replicas.Ready * load.PerReplica;
        double lowest = load.SmallestWithin(rule.For) / full;
        double highest = load.LargestWithin(rule.For) / full;

        var (wanted, reason) = lowest > rule.OutAbove
            ? (replicas.Usable + (replicas.Starting == 0 ? 1 : 0), Text($"above {rule.OutAbove:0.##} for {rule.For.InWords()}"))
            : highest < rule.InBelow
                ? (Math.Max(0, replicas.Usable - 1), Text($"below {rule.InBelow:0.##} for {rule.For.InWords()}"))
                : (replicas.Usable, Text($"between {rule.InBelow:0.##} and {rule.OutAbove:0.##}, or not for {rule.For.InWords()}"));

        return new("threshold", wanted, reason);
    }

    private static ScalingProposal Target(TargetTracking rule, GroupReplicas replicas, GroupLoad load)
    {
        double carried = load.Now / (replicas.Ready * load.PerReplica);
        if (double.IsNaN(carried))
        {
            return new("target", replicas.Usable, "nothing was measured");
        }

        int needed = Needed(load.Now, rule.Target * load.PerReplica);
        bool isNear = Math.Abs((carried / rule.Target) - 1) <= rule.Tolerance && replicas.Starting == 0;

        return isNear
            ? new("target", replicas.Usable, Text($"{carried:0.00} is near the target of {rule.Target:0.00}"))
            : new("target", needed, Text($"{load.Now:0.#} at {rule.Target:0.00} of {load.PerReplica:0.#} each"));
    }

    // Fewer are wanted only when the largest value of a surplus that lasted would have allowed it.
    private static ScalingProposal Metric(MetricTracking rule, VmGroup group, GroupReplicas replicas, GroupLoad load)
    {
        double value = load.NowOf(rule.Metric);
        if (double.IsNaN(value) || replicas.Ready == 0)
        {
            return new(rule.Metric, replicas.Usable, "nothing was measured");
        }

        double ratio = value / rule.Value;
        if (ratio < 1 - rule.Tolerance)
        {
            double most = Math.Max(value, load.LargestWithin(rule.Metric, group.SurplusFor)) / rule.Value;

            return double.IsNaN(most)
                ? new(rule.Metric, replicas.Usable, Text($"{value:0.###} each; that this lasted for {group.SurplusFor.InWords()} was not measured"))
                : new(
                    rule.Metric, Math.Max(1, Math.Min(replicas.Usable, Needed(replicas.Ready * most, 1))),
                    Text($"{value:0.###} each, {rule.Value:0.###} would do"));
        }

        return ratio <= 1 + rule.Tolerance
            ? new(rule.Metric, replicas.Usable, Text($"{value:0.###} each is near the target of {rule.Value:0.###}"))
            : new(
                rule.Metric, Math.Max(replicas.Usable, Needed(replicas.Ready * Math.Min(ratio, MostGrowth), 1)),
                Text($"{value:0.###} each where {rule.Value:0.###} is the target"));
    }

    private static ScalingProposal Predictive(PredictiveScaling rule, GroupReplicas replicas, GroupLoad load)
    {
        // What is ordered at the next look serves one step later than what is ordered now.
        double most = load.LargestAhead(load.StartUp + load.Step);
        double surge = load.Surge(load.StartUp + load.Step);
        double each = (1 - rule.Reserve) * load.PerReplica;
        if (surge > most)
        {
            return new("predictive", Needed(surge, each), Text(
                $"{load.Now:0.#} is more than was foreseen; at its pace {surge:0.#} in {(load.StartUp + load.Step).InWords()}"));
        }

        return double.IsNaN(most)
            ? new("predictive", replicas.Usable, "there is no forecast")
            : new("predictive", Needed(most, each), Text(
                $"up to {most:0.#} at the {rule.Quantile:0.##} quantile in {(load.StartUp + load.Step).InWords()}, {each:0.#} each"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
