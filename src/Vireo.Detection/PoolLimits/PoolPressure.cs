using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What the machines of a pool want of one resource, against the pool's limit.</summary>
/// <remarks>What is wanted beyond a limit shows for processors (demand, waiting) and memory (ballooned, swapped). Of
/// network and disks only what got through is measured: use that stays at the limit says that more is
/// wanted.</remarks>
/// <param name="Resource">Of what.</param>
/// <param name="Limit">What its providers let through, in the unit of the resource; infinite for no limit.</param>
/// <param name="Members">Who draws from the pool, and from those in it.</param>
internal sealed record PoolPressure(PoolResource Resource, double Limit, IReadOnlyList<VirtualMachine> Members)
{
    private const int FreshSteps = 3;
    private const double NearLimit = 0.95;

    /// <summary>Parts of the limit, apart so that a need that swings around it neither opens nor closes
    /// anything.</summary>
    public double OpensAbove => IsTraffic ? 0.98 : 1.05;

    /// <inheritdoc cref="OpensAbove"/>
    public double ClearsBelow => IsTraffic ? 0.93 : 0.98;

    /// <summary>By what a single machine would show the same.</summary>
    public IReadOnlyList<Metric> ShownBy => Resource switch
    {
        PoolResource.Cpu => [Metric.CpuReady],
        PoolResource.Memory => [Metric.MemoryBallooned, Metric.MemorySwapped],
        PoolResource.Network => [Metric.PacketLoss],
        _ => [],
    };

    private IEnumerable<VirtualMachine> Running => Members.Where(machine => machine.State == PowerState.On);

    private bool IsTraffic => Resource is PoolResource.Network or PoolResource.Disk;

    /// <summary>What is wanted of it; of network and disks what is used.</summary>
    public double Measure(Look look)
    {
        double used = Running.Sum(machine => Resource switch
        {
            PoolResource.Cpu => Cpu(look, machine),
            PoolResource.Memory => Read(look, machine, Metric.MemoryUsage),
            PoolResource.Network => Rate(look, machine, Metric.NetworkReceived, Metric.NetworkReceiveRate) +
                Rate(look, machine, Metric.NetworkSent, Metric.NetworkSendRate),
            _ => Rate(look, machine, Metric.DiskRead, Metric.DiskReadRate) +
                Rate(look, machine, Metric.DiskWritten, Metric.DiskWriteRate),
        });

        // Some hypervisors count what they took back as in use still, others do not; what was taken far from the limit, a full
        // host took.
        return Resource == PoolResource.Memory && used >= NearLimit * Limit
            ? Math.Max(used, Math.Min(used, Limit) + TakenBack(look))
            : used;
    }

    /// <summary>What an incident says.</summary>
    public string Evidence(double wanted)
    {
        string machines = $"Its {Members.Count} machines";
        string advice = "Raise the limit, or move machines to another pool.";
        string silent = ShownBy.Count == 0 ? ""
            : $" {Silenced(Resource)} is not reported machine by machine meanwhile.";

        return IsTraffic
            ? $"{machines} use {Amount(wanted)} of {Word(Resource)}, all that the limit of {Amount(Limit)} lets through: what they want " +
              $"beyond it is not served. {advice}{silent}"
            : $"{machines} want {Amount(wanted)} and get at most the limit of {Amount(Limit)}: {Amount(Math.Max(0, wanted - Limit))} " +
              $"are not served. {advice}{silent}";
    }

    /// <summary>The resource, for people.</summary>
    public static string Word(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => "CPU",
        PoolResource.Memory => "memory",
        PoolResource.Network => "network",
        _ => "disk",
    };

    private string Amount(double value) => Resource switch
    {
        PoolResource.Cpu => string.Create(CultureInfo.InvariantCulture, $"{value:0} MHz"),
        PoolResource.Memory => string.Create(CultureInfo.InvariantCulture, $"{value / (1L << 30):0.#} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} MB/s"),
    };

    private static string Silenced(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => "Waiting for processors",
        PoolResource.Memory => "Memory that is taken back",
        _ => "Loss of packets",
    };

    private double TakenBack(Look look) => Running.Sum(machine =>
        Read(look, machine, Metric.MemoryBallooned) + Read(look, machine, Metric.MemorySwapped));

    // Where the hypervisor does not know what is wanted: what is used in the part of the time in which nothing waited.
    private static double Cpu(Look look, VirtualMachine machine)
    {
        if (Newest(look, machine, Metric.CpuDemand) is { } wanted)
        {
            return wanted;
        }

        double waiting = Math.Clamp(Read(look, machine, Metric.CpuReady), 0, 0.99);

        return Math.Min(machine.CpuCapacity.Value, Read(look, machine, Metric.CpuUsage) / (1 - waiting));
    }

    private static double Rate(Look look, VirtualMachine machine, Metric counted, Metric rate) =>
        Newest(look, machine, counted) ?? Read(look, machine, rate);

    private static double Read(Look look, VirtualMachine machine, Metric metric) => Newest(look, machine, metric) ?? 0;

    private static double? Newest(Look look, VirtualMachine machine, Metric metric)
    {
        if (look.Series.Find(EntityId.Of(machine.Id), metric) is not { } series)
        {
            return null;
        }

        int index = NewestSample.IndexIn(series.Values.Span);

        return index >= 0 && series.Start + (index * series.Step) >= look.Now - (FreshSteps * series.Step)
            ? series.Values.Span[index]
            : null;
    }
}
