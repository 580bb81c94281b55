using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Says a breach in words.</summary>
internal static class ThresholdText
{
    public static string Title(ThresholdRule rule, Watched watched) =>
        $"{Name(rule, watched)}: {rule.Metric.Name} above {Amount(rule, rule.Above)}.";

    public static string Name(ThresholdRule rule, Watched watched) =>
        $"{(rule.EntityKind == EntityKind.Host ? "Host" : "VM")} '{watched.Name}'";

    public static string Title(ThresholdRule rule, EntityId population) =>
        $"{population.Kind} '{population.Value}': {rule.Metric.Name} above {Amount(rule, rule.Above)} on " +
        $"{rule.Share * 100:0.#} % of its {Members(rule)}.";

    public static string Evidence(ThresholdRule rule, double value, TimeSpan lasted) =>
        $"{rule.Metric.Name} at {Amount(rule, value)}, above {Amount(rule, rule.Above)} for " +
        $"{lasted.TotalMinutes:0} minutes.";

    public static string Evidence(ThresholdRule rule, double share, int members, TimeSpan lasted) =>
        $"{share * 100:0.#} % of {members} {Members(rule)} have {rule.Metric.Name} above " +
        $"{Amount(rule, rule.Above)}, at least {rule.Share * 100:0.#} % for {lasted.TotalMinutes:0} minutes.";

    private static string Members(ThresholdRule rule) => rule.EntityKind == EntityKind.Host ? "hosts" : "machines";

    private static string Amount(ThresholdRule rule, double value) =>
        rule.OfCapacity
            ? $"{value * 100:0.#} % of capacity"
            : rule.Metric.Unit == MetricUnit.Ratio ? $"{value * 100:0.#} %" : $"{value:0.###}";
}
