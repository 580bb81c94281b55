using Vireo.Fleet;

namespace Vireo.Telemetry.Tests;

/// <summary>Keys and samples that tests share.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public static readonly SeriesKey Cpu = Key("vm-1", Metric.CpuUsage);

    public static SeriesKey Key(string machine, Metric metric) =>
        new(EntityId.Of(new VirtualMachineId(machine)), metric);

    public static Measurement At(SeriesKey key, double minutes, double value) =>
        new(key, Noon.AddMinutes(minutes), value);

    public static Measurement[] Every(SeriesKey key, TimeSpan step, int count, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(i => new Measurement(key, Noon + (step * i), value(i)))];
}
