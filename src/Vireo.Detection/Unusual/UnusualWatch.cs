using System.Collections.Immutable;
using System.Globalization;
using Vireo.Detection.Anomalies;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Tells which hosts and machines do not behave as they used to: for information, with the figures.</summary>
internal static class UnusualWatch
{
    /// <summary>The label that carries the metric.</summary>
    public const string MetricLabel = "metric";

    /// <summary>The label that says whether it is more or less than usual.</summary>
    public const string DirectionLabel = "direction";

    /// <summary>More than usual.</summary>
    public const string Up = "up";

    private const int LooksToDecide = 2;
    private const int MetricsNamed = 3;

    // A machine that takes all it has and used to take less than half of it is not merely unusual.
    private const double AtLimit = 0.9;
    private const double UsuallyBelow = 0.5;

    public static void Run(Look look, ImmutableArray<UnusualMetric> unusual, List<Finding> findings)
    {
        var byEntity = unusual.ToLookup(item => item.Key.Entity);
        foreach (Host host in look.Fleet.Hosts)
        {
            if (host.State == HostState.On && !look.DownHosts.Contains(host.Id))
            {
                Judge(look, EntityId.Of(host.Id), $"Host '{host.Name}'", byEntity, _ => Severity.Info, findings);
            }
        }

        foreach (VirtualMachine machine in look.Fleet.VirtualMachines)
        {
            if (machine.State == PowerState.On && !look.IsOnDownHost(machine))
            {
                Judge(
                    look, EntityId.Of(machine.Id), $"VM '{machine.Name}'", byEntity,
                    item => SeverityOf(machine, item), findings);
            }
        }
    }

    private static void Judge(
        Look look, EntityId entity, string name, ILookup<EntityId, UnusualMetric> byEntity,
        Func<UnusualMetric, Severity> severityOf, List<Finding> findings)
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
            RuleNames.Unusual, entity, count.Standing, metrics.Select(severityOf).DefaultIfEmpty(Severity.Info).Max(),
            title, string.Join("; ", metrics.Take(MetricsNamed).Select(Evidence)),
            since < count.Since ? since : count.Since, count.Looks)
        {
            Labels = metrics.Length == 0 ? ImmutableSortedDictionary<string, string>.Empty : LabelsOf(metrics),
        });
    }

    // Processors first: who takes them takes them from others.
    private static ImmutableSortedDictionary<string, string> LabelsOf(UnusualMetric[] metrics)
    {
        UnusualMetric told =
            Array.Find(metrics, item => item.Key.Metric == Metric.CpuUsage && item.Value > item.Usual) ?? metrics[0];

        return ImmutableSortedDictionary<string, string>.Empty
            .Add(MetricLabel, told.Key.Metric.Name)
            .Add(DirectionLabel, told.Value > told.Usual ? Up : "down");
    }

    // Users notice what a service does; and a machine that is at its limit and never was.
    private static Severity SeverityOf(VirtualMachine machine, UnusualMetric item)
    {
        double capacity = Capacity.Of(machine, item.Key.Metric);
        bool isRunningAway = item.Key.Metric == Metric.CpuUsage && item.Value > AtLimit * capacity
            && item.Usual < UsuallyBelow * capacity;
        bool isSlow = item.Key.Metric == Metric.ResponseTime && item.Value > item.Usual;

        return isRunningAway || isSlow ? Severity.Warning : Severity.Info;
    }

    private static string Evidence(UnusualMetric item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{item.Key.Metric.Name} at {Amount(item, item.Value)}, usual {UsualOf(item)}, since " +
        $"{item.Since.UtcDateTime:HH:mm} UTC");

    private static string UsualOf(UnusualMetric item) =>
        $"{(item.IsOfHour ? "at this time of day" : "so far")} {Amount(item, item.Usual)} ± {Amount(item, item.Spread)}";

    private static string Amount(UnusualMetric item, double value) => item.Key.Metric.Unit == MetricUnit.Ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %")
        : string.Create(CultureInfo.InvariantCulture, $"{value:#,0.###}");
}
