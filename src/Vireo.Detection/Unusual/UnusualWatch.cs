using System.Collections.Immutable;
using System.Globalization;
using Vireo.Detection.Anomalies;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Tells which hosts and machines do not behave as they used to: for information, with the figures.</summary>
internal static class UnusualWatch
{
    private const int LooksToDecide = 2;
    private const int MetricsNamed = 3;

    public static void Run(Look look, ImmutableArray<UnusualMetric> unusual, List<Finding> findings)
    {
        var byEntity = unusual.ToLookup(item => item.Key.Entity);
        foreach (Host host in look.Fleet.Hosts)
        {
            if (host.State == HostState.On && !look.DownHosts.Contains(host.Id))
            {
                Judge(look, EntityId.Of(host.Id), $"Host '{host.Name}'", byEntity, findings);
            }
        }

        foreach (VirtualMachine machine in look.Fleet.VirtualMachines)
        {
            if (machine.State == PowerState.On && !look.IsOnDownHost(machine))
            {
                Judge(look, EntityId.Of(machine.Id), $"VM '{machine.Name}'", byEntity, findings);
            }
        }
    }

    private static void Judge(
        Look look, EntityId entity, string name, ILookup<EntityId, UnusualMetric> byEntity, List<Finding> findings)
    {
        bool isUnusual = byEntity.Contains(entity);
        if (look.Count(RuleNames.Unusual, entity, isUnusual, LooksToDecide) is not { } count)
        {
            return;
        }

        UnusualMetric[] metrics = [.. byEntity[entity].OrderByDescending(item => item.Severity).ThenBy(item => item.Key)];
        string title = metrics.Length == 0
            ? $"{name} behaves as usual again."
            : $"{name}: unusual {metrics[0].Key.Metric.Name}.";
        DateTimeOffset since = metrics.Length == 0 ? count.Since : metrics.Min(item => item.Since);
        findings.Add(new(
            RuleNames.Unusual, entity, count.Standing, Severity.Info, title,
            string.Join("; ", metrics.Take(MetricsNamed).Select(Evidence)), since < count.Since ? since : count.Since, count.Looks));
    }

    private static string Evidence(UnusualMetric item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{item.Key.Metric.Name} at {Amount(item, item.Value)}, usual at this time of day {UsualOf(item)}, since " +
        $"{item.Since.UtcDateTime:HH:mm} UTC");

    private static string UsualOf(UnusualMetric item) =>
        double.IsNaN(item.Usual) ? "not known yet" : $"{Amount(item, item.Usual)} ± {Amount(item, item.Spread)}";

    private static string Amount(UnusualMetric item, double value) => item.Key.Metric.Unit == MetricUnit.Ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %")
        : string.Create(CultureInfo.InvariantCulture, $"{value:#,0.###}");
}
