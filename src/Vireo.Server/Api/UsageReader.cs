using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api;

/// <summary>Reads the newest measurements of entities.</summary>
internal sealed class UsageReader(IFleetView fleets)
{
    private const int StepsToLookBack = 3;

    public Usage Of(ClusterId cluster, DateTimeOffset now, Host host) => Read(
        cluster, now, EntityId.Of(host.Id), host.CpuCapacity.Value, host.MemoryCapacity.Value);

    public Usage Of(ClusterId cluster, DateTimeOffset now, VirtualMachine machine) => Read(
        cluster, now, EntityId.Of(machine.Id), machine.CpuCapacity.Value, machine.Memory.Value);

    private Usage Read(ClusterId cluster, DateTimeOffset now, EntityId entity, double cpuCapacity, double memoryCapacity)
    {
        double? cpu = Newest(cluster, now, new SeriesKey(entity, Metric.CpuUsage));
        double? memory = Newest(cluster, now, new SeriesKey(entity, Metric.MemoryUsage));
        double? watts = entity.Kind == EntityKind.Host ? Newest(cluster, now, new SeriesKey(entity, Metric.PowerDraw)) : null;

        return new Usage(cpu, Ratio(cpu, cpuCapacity), memory, Ratio(memory, memoryCapacity), watts);
    }

    private double? Newest(ClusterId cluster, DateTimeOffset now, SeriesKey key)
    {
        var step = fleets.ForecastOptions(cluster).Step;
        if (fleets.Read(cluster, key, now - (step * StepsToLookBack), now, step) is not { } series)
        {
            return null;
        }

        var values = series.Values.Span;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (double.IsFinite(values[i]))
            {
                return values[i];
            }
        }

        return null;
    }

    private static double? Ratio(double? amount, double capacity) => capacity > 0 ? amount / capacity : null;
}
