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
    /// <param name="use">What it had between the two; null when there is none before.</param>
    /// <param name="sizeMhz">What its processors could use.</param>
    /// <param name="coreMhz">What one of the host's could.</param>
    /// <param name="cap">The cap that it runs under.</param>
    public static double[] Of(
        DomainFacts now, DomainReading? before, CpuUse? use, double sizeMhz, double coreMhz, CpuTuning cap)
    {
        double memory = now.MemoryBytes;
        if (before is null || use is not { } had)
        {
            return [sizeMhz, memory, IdleBytes, IdleBytes];
        }

        double wanted = cap.Quota is { } quota && had.Mhz >= Full * quota / CpuTuning.Period * coreMhz
            ? sizeMhz
            : had.Mhz / (1 - Math.Min(Full, had.Waited));

        return
        [
            Math.Min(sizeMhz, (Growth * wanted) + (Idle * sizeMhz)),
            memory,
            (Growth * Traffic(before, now.Reading, "net", ["rx.bytes", "tx.bytes"], had.Seconds)) + IdleBytes,
            (Growth * Traffic(before, now.Reading, "block", ["rd.bytes", "wr.bytes"], had.Seconds)) + IdleBytes,
        ];
    }

    /// <summary>What it had of the processors between two readings; null when there is none before.</summary>
    /// <param name="now">The newest reading.</param>
    /// <param name="before">The one before; null when there is none.</param>
    /// <param name="seconds">Between the two.</param>
    /// <param name="coreMhz">What one of the host's processors can do.</param>
    public static CpuUse? Use(DomainFacts now, DomainReading? before, double seconds, double coreMhz)
    {
        if (before is null || seconds <= 0)
        {
            return null;
        }

        double waited = Rate(before.Sum("vcpu", "delay"), now.Reading.Sum("vcpu", "delay"), seconds) / 1e9;

        return new CpuUse(
            Rate(before.Find("cpu.time"), now.Reading.Find("cpu.time"), seconds) / 1e9 * coreMhz,
            Math.Min(1, waited / Math.Max(1, now.Cores)), seconds);
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
