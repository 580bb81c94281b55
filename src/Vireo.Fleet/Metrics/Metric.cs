namespace Vireo.Fleet;

/// <summary>A quantity that is measured, with its unit and believable range. The set is closed: adapters map to
/// it.</summary>
public sealed class Metric : IComparable<Metric>
{
    private static readonly Dictionary<string, Metric> ByName = [];
    private static readonly List<Metric> Ordered = [];

    /// <summary>CPU actually used.</summary>
    public static readonly Metric CpuUsage = new("cpu.usage", MetricKind.Gauge, MetricUnit.Mhz, minimum: 0, maximum: 1e7);

    /// <summary>CPU the guest would use if nothing held it back, where the hypervisor knows.</summary>
    public static readonly Metric CpuDemand = new("cpu.demand", MetricKind.Gauge, MetricUnit.Mhz, minimum: 0, maximum: 1e7);

    /// <summary>Share of time a virtual CPU was ready to run but had to wait: contention (ready, steal,
    /// vcpu.delay).</summary>
    public static readonly Metric CpuReady = new(
        "cpu.ready", MetricKind.Gauge, MetricUnit.Ratio, minimum: 0, maximum: 1)
    {
        IsBestAtZero = true,
    };

    /// <summary>CPU seconds used since start, cleaned to busy cores.</summary>
    public static readonly Metric CpuTime = new("cpu.time", MetricKind.Counter, MetricUnit.Ratio, minimum: 0, maximum: 1e6);

    /// <summary>Memory in use.</summary>
    public static readonly Metric MemoryUsage = new("mem.usage", MetricKind.Gauge, MetricUnit.Bytes, minimum: 0, maximum: 1e15);

    /// <summary>Memory touched recently.</summary>
    public static readonly Metric MemoryActive = new("mem.active", MetricKind.Gauge, MetricUnit.Bytes, minimum: 0, maximum: 1e15);

    /// <summary>Memory the hypervisor swapped out: contention.</summary>
    public static readonly Metric MemorySwapped = new(
        "mem.swapped", MetricKind.Gauge, MetricUnit.Bytes, minimum: 0, maximum: 1e15)
    {
        IsBestAtZero = true,
    };

    /// <summary>Memory reclaimed by the balloon: contention.</summary>
    public static readonly Metric MemoryBallooned = new(
        "mem.ballooned", MetricKind.Gauge, MetricUnit.Bytes, minimum: 0, maximum: 1e15)
    {
        IsBestAtZero = true,
    };

    /// <summary>Bytes received.</summary>
    public static readonly Metric NetworkReceived = new("net.rx", MetricKind.Counter, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Bytes sent.</summary>
    public static readonly Metric NetworkSent = new("net.tx", MetricKind.Counter, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Bytes read.</summary>
    public static readonly Metric DiskRead = new("disk.read", MetricKind.Counter, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Bytes written.</summary>
    public static readonly Metric DiskWritten = new("disk.write", MetricKind.Counter, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Receive rate, where the provider reports rates.</summary>
    public static readonly Metric NetworkReceiveRate = new("net.rx.rate", MetricKind.Gauge, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Send rate, where the provider reports rates.</summary>
    public static readonly Metric NetworkSendRate = new("net.tx.rate", MetricKind.Gauge, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Read rate, where the provider reports rates.</summary>
    public static readonly Metric DiskReadRate = new("disk.read.rate", MetricKind.Gauge, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Write rate, where the provider reports rates.</summary>
    public static readonly Metric DiskWriteRate = new("disk.write.rate", MetricKind.Gauge, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    /// <summary>Electrical power of a host.</summary>
    public static readonly Metric PowerDraw = new("power", MetricKind.Gauge, MetricUnit.Watts, minimum: 0, maximum: 1e5);

    /// <summary>Hardware or device errors: a precursor of failure.</summary>
    public static readonly Metric ErrorCount = new(
        "errors", MetricKind.Counter, MetricUnit.PerSecond, minimum: 0, maximum: 1e9)
    {
        IsBestAtZero = true,
    };

    /// <summary>Mean time in which a service's replica answered a request.</summary>
    public static readonly Metric ResponseTime = new(
        "service.response", MetricKind.Gauge, MetricUnit.Seconds, minimum: 0, maximum: 3_600)
    {
        IsBestAtZero = true,
    };

    /// <summary>Share of a replica's requests that failed or were refused.</summary>
    public static readonly Metric ErrorRate = new(
        "service.errors", MetricKind.Gauge, MetricUnit.Ratio, minimum: 0, maximum: 1)
    {
        IsBestAtZero = true,
    };

    /// <summary>Share of a machine's packets that were lost.</summary>
    public static readonly Metric PacketLoss = new(
        "net.loss", MetricKind.Gauge, MetricUnit.Ratio, minimum: 0, maximum: 1)
    {
        IsBestAtZero = true,
    };

    /// <summary>Requests that a replica of a service got.</summary>
    public static readonly Metric Requests = new("service.requests", MetricKind.Gauge, MetricUnit.PerSecond, minimum: 0, maximum: 1e9);

    /// <summary>Requests that are in a replica of a service, waiting or being served.</summary>
    public static readonly Metric QueueLength = new(
        "service.queue", MetricKind.Gauge, MetricUnit.Count, minimum: 0, maximum: 1e9)
    {
        IsBestAtZero = true,
    };

    /// <summary>Processes that a guest's kernel killed since start for want of memory.</summary>
    public static readonly Metric OutOfMemoryKills = new(
        "mem.oom", MetricKind.Counter, MetricUnit.PerSecond, minimum: 0, maximum: 1e3)
    {
        IsBestAtZero = true,
    };

    /// <summary>Share in use of the guest's fullest file system.</summary>
    public static readonly Metric FileSystemUsage = new("fs.usage", MetricKind.Gauge, MetricUnit.Ratio, minimum: 0, maximum: 1);

    /// <summary>Memory that a guest writes to: what a live migration has to send again.</summary>
    public static readonly Metric MemoryDirtied =
        new("mem.dirty", MetricKind.Gauge, MetricUnit.BytesPerSecond, minimum: 0, maximum: 1e12);

    private Metric(string name, MetricKind kind, MetricUnit unit, double minimum, double maximum)
    {
        Name = name;
        Kind = kind;
        Unit = unit;
        Minimum = minimum;
        Maximum = maximum;
        Index = Ordered.Count;
        Ordered.Add(this);
        ByName.Add(name, this);
    }

    /// <summary>All metrics, in a stable order.</summary>
    public static IReadOnlyList<Metric> All => Ordered;

    /// <summary>Dotted lower-case name, as in files and the API.</summary>
    public string Name { get; }

    /// <summary>Gauge or counter, as it arrives.</summary>
    public MetricKind Kind { get; }

    /// <summary>Unit after cleaning.</summary>
    public MetricUnit Unit { get; }

    /// <summary>Smallest believable value after cleaning.</summary>
    public double Minimum { get; }

    /// <summary>Largest believable value after cleaning.</summary>
    public double Maximum { get; }

    /// <summary>Whether it measures something that nobody wants, so that less of it is never a sign of
    /// trouble.</summary>
    public bool IsBestAtZero { get; private init; }

    /// <summary>Position in <see cref="All"/>; stable within one version only.</summary>
    public int Index { get; }

    /// <summary>Finds a metric by name; null when there is none.</summary>
    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public int CompareTo(Metric? other) => other is null ? 1 : Index.CompareTo(other.Index);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
