using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What a machine wants of its host, by two readings of it.</summary>
internal static class MachineWants
{
    // Twice what it takes, and a tenth of its size at least: a guest that wakes up is not held down until the next
    // look.
    private const double Growth = 2;
    private const double Idle = 0.1;
    private const double IdleBytes = 1e6;

    // Who uses this part of what it may wants more, and how much more cannot be seen.
    private const double Full = 0.9;

    /// <summary>Amounts in the unit of each <see cref="PoolResource"/>; all of its processors where it was not read
    /// before.</summary>
    /// <param name="now">The newest reading.</param>
    /// <param name="before">The one before; null when there is none.</param>
    /// <param name="seconds">Between the two.</param>
    /// <param name="sizeMhz">What its processors could use.</param>
    /// <param name="coreMhz">What one of the host's could.</param>
    /// <param name="cap">The cap that it runs under.</param>
    public static double[] Of(
        DomainFacts now, DomainReading? before, double seconds, double sizeMhz, double coreMhz, CpuTuning cap)
    {
        double memory = now.MemoryBytes;
        if (before is null || seconds <= 0)
        {
            return [sizeMhz, memory, IdleBytes, IdleBytes];
        }

        var reading = now.Reading;
        double cpu = Rate(before.Find("cpu.time"), reading.Find("cpu.time"), seconds) / 1e9 * coreMhz;
        double waited = Math.Min(
            Full, Rate(before.Sum("vcpu", "delay"), reading.Sum("vcpu", "delay"), seconds) / 1e9 / Math.Max(1, now.Cores));
        double wanted = cap.Quota is { } quota && cpu >= Full * quota / CpuTuning.Period * coreMhz
            ? sizeMhz
            : cpu / (1 - waited);

        return
        [
            Math.Min(sizeMhz, (Growth * wanted) + (Idle * sizeMhz)),
            memory,
            (Growth * Traffic(before, reading, "net", ["rx.bytes", "tx.bytes"], seconds)) + IdleBytes,
            (Growth * Traffic(before, reading, "block", ["rd.bytes", "wr.bytes"], seconds)) + IdleBytes,
        ];
    }

    /// <summary>The part of its network traffic that comes in: a tenth at least each way.</summary>
    public static double ReceivedPart(DomainReading now, DomainReading? before)
    {
        double received = before is null ? 0 : Traffic(before, now, "net", ["rx.bytes"], 1);
        double sent = before is null ? 0 : Traffic(before, now, "net", ["tx.bytes"], 1);

        return received + sent > 0 ? Math.Clamp(received / (received + sent), Idle, 1 - Idle) : 0.5;
    }

    private static double Traffic(DomainReading before, DomainReading now, string kind, string[] figures, double seconds) =>
        figures.Sum(figure => Rate(before.Sum(kind, figure), now.Sum(kind, figure), seconds));

    // Counters begin anew with a machine that was started or has moved.
    private static double Rate(double? before, double? now, double seconds) =>
        now >= before ? (now.Value - before!.Value) / seconds : 0;
}
