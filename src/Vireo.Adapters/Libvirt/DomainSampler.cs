using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Turns readings into measurements. libvirt counts processor time; the rate needs the reading
/// before.</summary>
/// <remarks>A machine that was started or has moved begins anew: its counters do.</remarks>
internal sealed class DomainSampler
{
    private readonly Dictionary<HostId, HostReading> _before = [];

    /// <summary>What a new reading of a host says. The same reading twice says nothing new.</summary>
    public List<Measurement> Sample(LibvirtHost host, HostReading reading)
    {
        var measurements = new List<Measurement>();
        var before = _before.GetValueOrDefault(host.Id);
        if (before is not null && before.At >= reading.At)
        {
            return measurements;
        }

        _before[host.Id] = reading;
        double used = 0;
        double resident = 0;
        foreach (var domain in reading.Domains.Where(domain => domain.IsActive && !domain.IsArriving))
        {
            used += SampleMachine(domain, reading, before, measurements);
            SampleGuest(domain, host.Guests?.Find(domain.Reading.Uuid), before, measurements);
            resident += (domain.Reading.Find("balloon.rss") ?? 0) * 1024;
        }

        SampleHost(host, reading, before, used, resident, measurements);

        return measurements;
    }

    private static double SampleMachine(
        DomainFacts domain, HostReading reading, HostReading? before, List<Measurement> measurements)
    {
        var figures = domain.Reading;
        var entity = EntityId.Of(domain.Id);
        void Add(Metric metric, double? value)
        {
            if (value is { } known)
            {
                measurements.Add(new Measurement(new SeriesKey(entity, metric), reading.At, known));
            }
        }

        double? busy = null;
        if (before?.Find(figures.Uuid)?.Reading is { } earlier)
        {
            double seconds = (reading.At - before.At).TotalSeconds;
            busy = Grown(earlier.Find("cpu.time"), figures.Find("cpu.time")) / 1e9 / seconds * reading.Mhz;
            Add(Metric.CpuUsage, busy);
            Add(Metric.CpuReady, Waited(earlier, figures, domain.Cores * seconds));
        }

        Add(Metric.MemoryUsage, UsedMemory(figures));
        Add(Metric.MemoryBallooned, Ballooned(figures));
        Add(Metric.NetworkReceived, figures.Sum("net", "rx.bytes"));
        Add(Metric.NetworkSent, figures.Sum("net", "tx.bytes"));
        Add(Metric.DiskRead, figures.Sum("block", "rd.bytes"));
        Add(Metric.DiskWritten, figures.Sum("block", "wr.bytes"));

        return busy ?? 0;
    }

    // Looks have a pace of their own: each is told once.
    private static void SampleGuest(
        DomainFacts domain, GuestLook? look, HostReading? before, List<Measurement> measurements)
    {
        if (look is null || before is null || look.At <= before.At)
        {
            return;
        }

        (Metric Metric, double? Value)[] found =
            [(Metric.FileSystemUsage, look.FileSystemUsage), (Metric.MemoryDirtied, look.DirtyRate)];
        foreach (var (metric, value) in found)
        {
            if (value is { } known)
            {
                measurements.Add(new Measurement(new SeriesKey(EntityId.Of(domain.Id), metric), look.At, known));
            }
        }
    }

    // A host whose capacity is configured is a part of a larger one: what its guests use counts, not what the whole
    // does.
    private static void SampleHost(
        LibvirtHost host, HostReading reading, HostReading? before, double guestsMhz, double guestsBytes,
        List<Measurement> measurements)
    {
        var entity = EntityId.Of(host.Id);
        if (before is not null)
        {
            double seconds = (reading.At - before.At).TotalSeconds;
            double? mhz = host.Settings.Cores is null
                ? Grown(before.BusySeconds, reading.BusySeconds) / seconds * reading.Mhz
                : guestsMhz;
            if (mhz is { } used)
            {
                measurements.Add(new Measurement(new SeriesKey(entity, Metric.CpuUsage), reading.At, used));
            }
        }

        if ((host.Settings.Memory is null ? reading.UsedMemoryBytes : guestsBytes) is { } bytes)
        {
            measurements.Add(new Measurement(new SeriesKey(entity, Metric.MemoryUsage), reading.At, bytes));
        }
    }

    private static double? Waited(DomainReading earlier, DomainReading now, double coreSeconds) =>
        coreSeconds > 0 && Grown(earlier.Sum("vcpu", "delay"), now.Sum("vcpu", "delay")) is { } nanoseconds
            ? Math.Min(1, nanoseconds / 1e9 / coreSeconds)
            : null;

    // What the guest itself says, where its balloon driver tells; else what the hypervisor's process holds.
    private static double? UsedMemory(DomainReading figures)
    {
        double? kibibytes = figures.Find("balloon.available") is { } available
            && (figures.Find("balloon.usable") ?? figures.Find("balloon.unused")) is { } free
                ? available - free
                : Smaller(figures.Find("balloon.rss"), figures.Find("balloon.current"));

        return kibibytes * 1024;
    }

    private static double? Ballooned(DomainReading figures) =>
        Math.Max(0, (figures.Find("balloon.maximum") - figures.Find("balloon.current")) ?? double.NaN) is var kibibytes
            && double.IsNaN(kibibytes) ? null : kibibytes * 1024;

    private static double? Smaller(double? left, double? right) => left < right ? left : right ?? left;

    private static double? Grown(double? before, double? now) => now >= before ? now - before : null;
}
