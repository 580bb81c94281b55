using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>The thresholds in force when nobody configures others.</summary>
public static class DefaultRules
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FourHours = TimeSpan.FromHours(4);

    /// <summary>Few and late rather than many and early: each one is worth a look by a person. Hosts are packed to 90 %
    /// on purpose, so their processors are high only well above it.</summary>
    public static ImmutableArray<ThresholdRule> All { get; } =
    [
        OfHost("host-cpu-high", Metric.CpuUsage, above: 0.97, clearBelow: 0.92, Severity.Warning),
        OfHost("host-memory-high", Metric.MemoryUsage, above: 0.92, clearBelow: 0.85, Severity.Warning),
        OfHost("host-swapping", Metric.MemorySwapped, above: 0.02, clearBelow: 0.01, Severity.Warning),
        OfMachine("vm-cpu-at-limit", Metric.CpuUsage, above: 0.95, clearBelow: 0.85, Hour, Severity.Info),
        OfMachine("vm-memory-at-limit", Metric.MemoryUsage, above: 0.95, clearBelow: 0.9, Hour, Severity.Info),
        OfMachine("vm-swapped", Metric.MemorySwapped, above: 0.05, clearBelow: 0.02, Quarter, Severity.Warning),
        OfMachine("vm-ballooned", Metric.MemoryBallooned, above: 0.2, clearBelow: 0.1, Quarter, Severity.Info),
        new(
            "vm-cpu-contention",
            EntityKind.VirtualMachine,
            Metric.CpuReady,
            Above: 0.1,
            ClearBelow: 0.05,
            OfCapacity: false,
            For: Quarter,
            Severity.Warning),
        OfGuest("service-failing", Metric.ErrorRate, above: 0.05, clearBelow: 0.01, FiveMinutes, Severity.Warning),
        OfGuest("vm-losing-packets", Metric.PacketLoss, above: 0.02, clearBelow: 0.005, FiveMinutes, Severity.Warning),
        OfGuest("vm-disk-full", Metric.FileSystemUsage, above: 0.97, clearBelow: 0.93, FiveMinutes, Severity.Critical),
        OfGuest("vm-out-of-memory", Metric.OutOfMemoryKills, above: 0, clearBelow: 1e-9, TimeSpan.Zero, Severity.Warning),
        OfGuest("vm-disk-filling", Metric.FileSystemUsage, above: 1, clearBelow: 1, TimeSpan.Zero, Severity.Warning) with
        {
            FullWithin = FourHours,
        },
        OfMachine("vm-memory-filling", Metric.MemoryUsage, above: 1, clearBelow: 1, TimeSpan.Zero, Severity.Warning) with
        {
            FullWithin = FourHours,
        },
    ];

    private static ThresholdRule OfGuest(
        string name, Metric metric, double above, double clearBelow, TimeSpan lasting, Severity severity) =>
        new(name, EntityKind.VirtualMachine, metric, above, clearBelow, OfCapacity: false, lasting, severity);

    private static ThresholdRule OfHost(
        string name, Metric metric, double above, double clearBelow, Severity severity) =>
        new(name, EntityKind.Host, metric, above, clearBelow, OfCapacity: true, Quarter, severity);

    private static ThresholdRule OfMachine(
        string name, Metric metric, double above, double clearBelow, TimeSpan lasting, Severity severity) =>
        new(name, EntityKind.VirtualMachine, metric, above, clearBelow, OfCapacity: true, lasting, severity);
}
