using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Says a breach in words.</summary>
internal static class ThresholdText
{
    public static string Title(ThresholdRule rule, Watched watched) =>
        $"{(rule.EntityKind == EntityKind.Host ? "Host" : "VM")} '{watched.Name}': {rule.Metric.Name} above " +
        $"{Amount(rule, rule.Above)}.";

    public static string Evidence(ThresholdRule rule, double value, TimeSpan lasted) =>
        $"{rule.Metric.Name} at {Amount(rule, value)}, above {Amount(rule, rule.Above)} for " +
        $"{lasted.TotalMinutes:0} minutes.";

    private static string Amount(ThresholdRule rule, double value) =>
        rule.OfCapacity
            ? $"{value * 100:0.#} % of capacity"
            : rule.Metric.Unit == MetricUnit.Ratio ? $"{value * 100:0.#} %" : $"{value:0.###}";
}
