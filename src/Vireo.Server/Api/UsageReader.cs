using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api;

/// <summary>Reads the newest measurements of entities.</summary>
internal sealed class UsageReader(IFleetView fleets)
{
    public Usage Of(ClusterId cluster, DateTimeOffset now, Host host) => Read(
        cluster, now, EntityId.Of(host.Id), host.CpuCapacity.Value, host.MemoryCapacity.Value);

    public Usage Of(ClusterId cluster, DateTimeOffset now, VirtualMachine machine) => Read(
        cluster, now, EntityId.Of(machine.Id), machine.CpuCapacity.Value, machine.Memory.Value);

    private Usage Read(ClusterId cluster, DateTimeOffset now, EntityId entity, double cpuCapacity, double memoryCapacity)
    {
        var newest = new NewestMeasurement(fleets, cluster, now);
        double? cpu = newest.Of(new SeriesKey(entity, Metric.CpuUsage));
        double? memory = newest.Of(new SeriesKey(entity, Metric.MemoryUsage));
        double? watts = entity.Kind == EntityKind.Host ? newest.Of(new SeriesKey(entity, Metric.PowerDraw)) : null;

        return new Usage(cpu, Ratio(cpu, cpuCapacity), memory, Ratio(memory, memoryCapacity), watts);
    }

    private static double? Ratio(double? amount, double capacity) => capacity > 0 ? amount / capacity : null;
}
