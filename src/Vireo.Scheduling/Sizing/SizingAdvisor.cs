using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Sizing;

/// <summary>Advises the size of one machine from what was measured of it: a pure function.</summary>
public static class SizingAdvisor
{
    /// <summary>The chance of contention in a week that an advised size may have.</summary>
    public const double AcceptedRisk = 0.02;

    /// <summary>The chance above which a machine is too small as it is.</summary>
    private const double UndersizedRisk = 0.5;

    private const double UsableRatio = 0.9;
    private const double IdleCpuRatio = 0.02;
    private const double ZombieBytesPerSecond = 100;
    private const double ReadyTooMuch = 0.05;
    private const double WorthSaving = 0.2;
    private const double MostWaiting = 0.5;
    private const double DaysForTrust = 7;
    private const double SmallestRisk = 0.001;
    private const long Grain = 512L << 20;
    private const long LeastMemory = 1L << 30;
    private const double LostTooMuch = 0.01;
    private const int MostGrowth = 4;

    private const string Starved =
        " Its own processors suffice: what runs on its host, or its pool's limit, keeps it waiting, and more of them would not help.";

    // A guest that uses so much is about to run out, or has; once may be a single job.
    private const double FullMemory = 0.98;
    private const int FullDaysTooMany = 2;

    /// <summary>Advises.</summary>
    /// <param name="machine">What it is now.</param>
    /// <param name="evidence">What was measured; two days at least, a week for full confidence.</param>
    public static SizingAdvice Advise(VirtualMachine machine, SizingEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(evidence);
        var cpu = PeakModel.Fit(evidence.CpuMhz.Span, evidence.Step);
        var memory = PeakModel.Fit(evidence.MemoryBytes.Span, evidence.Step);
        if (cpu is null || memory is null || machine.Cores <= 0)
        {
            return Unknown(machine, cpu, memory);
        }

        double ready = Quantile(evidence.ReadyRatio.Span, 0.95);
        double lost = Quantile(evidence.LostBytes.Span, 0.95) / machine.Memory.Value;
        int fullDays = PeakModel.DaysOver(evidence.MemoryBytes.Span, evidence.Step, FullMemory * machine.Memory.Value);
        int killedDays = evidence.KilledDays;
        bool ranOut = lost > LostTooMuch || fullDays >= FullDaysTooMany || killedDays > 0;
        bool isPressed = ready > ReadyTooMuch || ranOut;
        double perCore = machine.CpuCapacity.Value / machine.Cores;

        // What waited was not measured: it wanted what it used in the part of the time in which nothing waited.
        double wanted = cpu.SizeFor(AcceptedRisk) / (ready > ReadyTooMuch ? 1 - Math.Min(ready, MostWaiting) : 1);
        int cores = Math.Max(1, (int)Math.Ceiling(wanted / (perCore * UsableRatio)));
        long bytes = Math.Max(LeastMemory, RoundUp(memory.SizeFor(AcceptedRisk) / UsableRatio));

        // What users were promised replaces the rule of thumb, both ways: so far a processor may be used, and no
        // further.
        int? promised = PromisedCores(machine, evidence, wanted, ready);
        cores = promised ?? cores;
        bytes = ranOut ? Math.Max(bytes, RoundUp(machine.Memory.Value * 1.25)) : bytes;
        double riskNow = Math.Max(
            Risk(cpu, memory, machine.CpuCapacity.Value, machine.Memory.Value), RiskOfKills(killedDays, memory.Days));
        var verdict = Judge(machine, evidence, cores, bytes, riskNow, isPressed);
        (cores, bytes) = InLineWith(verdict, machine, cores, bytes);
        bool isKept = cores == machine.Cores && bytes == machine.Memory.Value;
        double riskAdvised = isKept ? riskNow : Risk(cpu, memory, cores * perCore, bytes);
        bool isStarved = ready > ReadyTooMuch && cores <= machine.Cores;

        return new SizingAdvice(
            machine.Id, verdict, Math.Max(Confidence(cpu.Days, verdict, riskNow), ConfidenceInKills(killedDays)),
            machine.Cores, cores, machine.Memory, new MemoryBytes(bytes), riskNow, riskAdvised,
            Explain(cpu, memory, machine, ready, lost, fullDays, killedDays) + (isStarved ? Starved : "") +
            Explain(evidence.Service, promised) + Explain(riskAdvised, isKept));
    }

    // The word and the advice agree: what is too small gets no less of anything, what is too large no more, and what fits
    // stays as it is.
    private static (int Cores, long Bytes) InLineWith(SizingVerdict verdict, VirtualMachine machine, int cores, long bytes) =>
        verdict switch
        {
            SizingVerdict.Undersized => (Math.Max(cores, machine.Cores), Math.Max(bytes, machine.Memory.Value)),
            SizingVerdict.Fits => (machine.Cores, machine.Memory.Value),
            _ => (Math.Min(cores, machine.Cores), Math.Min(bytes, machine.Memory.Value)),
        };

    // Never so few that the load alone fills them.
    private static int? PromisedCores(VirtualMachine machine, SizingEvidence evidence, double mhz, double ready)
    {
        double perCore = machine.CpuCapacity.Value / machine.Cores;

        return evidence.Service?.FewestCores(
                Math.Max(0, mhz), double.IsNaN(ready) ? 0 : ready, machine.Memory.Value / (double)(1L << 30),
                MostGrowth * machine.Cores) is { } fewest
            ? Math.Max(fewest, (int)Math.Ceiling(mhz / perCore))
            : null;
    }

    private static SizingVerdict Judge(
        VirtualMachine machine, SizingEvidence evidence, int cores, long bytes, double riskNow, bool isPressed)
    {
        if (!isPressed && Quantile(evidence.CpuMhz.Span, 0.99) < IdleCpuRatio * machine.CpuCapacity.Value)
        {
            double traffic = Quantile(evidence.TrafficBytesPerSecond.Span, 0.99);

            return traffic < ZombieBytesPerSecond ? SizingVerdict.Zombie : SizingVerdict.Idle;
        }

        if ((isPressed || riskNow > UndersizedRisk) && (cores > machine.Cores || bytes > machine.Memory.Value))
        {
            return SizingVerdict.Undersized;
        }

        double saved = Math.Max(1 - ((double)cores / machine.Cores), 1 - ((double)bytes / machine.Memory.Value));

        // A machine that had to wait or lost memory wanted more than was measured: it is never made smaller on that
        // evidence.
        return !isPressed && saved >= WorthSaving && cores <= machine.Cores && bytes <= machine.Memory.Value
            ? SizingVerdict.Oversized
            : SizingVerdict.Fits;
    }

    private static double Risk(PeakModel cpu, PeakModel memory, double mhz, double bytes) =>
        1 - ((1 - cpu.ChanceOver(mhz)) * (1 - memory.ChanceOver(bytes)));

    // The rule of succession: a day with kills among those that were seen makes one in a week likely.
    private static double RiskOfKills(int killed, int days) =>
        killed == 0 ? 0 : 1 - Math.Pow(1 - ((killed + 1.0) / (Math.Max(killed, days) + 2)), DaysForTrust);

    // What was killed did want more, however few days were seen: each day halves the doubt.
    private static double ConfidenceInKills(int days) => days == 0 ? 0 : 1 - Math.Pow(0.5, days + 1);

    private static double Confidence(int days, SizingVerdict verdict, double riskNow)
    {
        double seen = Math.Min(1, days / DaysForTrust);

        return Math.Round(verdict == SizingVerdict.Undersized ? seen * Math.Max(0.5, riskNow) : seen * (1 - AcceptedRisk), 3);
    }

    private static SizingAdvice Unknown(VirtualMachine machine, PeakModel? cpu, PeakModel? memory)
    {
        int days = Math.Min(cpu?.Days ?? 0, memory?.Days ?? 0);

        return new SizingAdvice(
            machine.Id, SizingVerdict.Unknown, 0, machine.Cores, machine.Cores, machine.Memory, machine.Memory, 0, 0,
            $"{days} days of CPU and memory were measured; it takes two at least.");
    }

    // The value that a part of the known ones does not exceed; NaN, which is over no bound, when none is known.
    private static double Quantile(ReadOnlySpan<double> values, double part)
    {
        var known = new List<double>(values.Length);
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                known.Add(value);
            }
        }

        known.Sort();

        return known.Count == 0 ? double.NaN : known[(int)(part * (known.Count - 1))];
    }

    private static long RoundUp(double bytes) => (long)Math.Ceiling(bytes / Grain) * Grain;

    private static string Explain(PromisedService? service, int? cores) => (service, cores) switch
    {
        (null, _) => "",
        (_, null) => string.Create(
            CultureInfo.InvariantCulture,
            $" No size up to {MostGrowth} times its own keeps the response time within {service.ResponseTime.TotalMilliseconds:0} ms."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $" At such a peak {cores} cores keep the response time within {service.ResponseTime.TotalMilliseconds:0} ms " +
            $"(learned, {service.Model.Error:0%} off on observations that were held back)."),
    };

    private static string Explain(double risk, bool isKept) => string.Create(
        CultureInfo.InvariantCulture,
        $" At {(isKept ? "its" : "the advised")} size the chance of contention in the next week is " +
        $"{(risk < SmallestRisk ? "below 0.1" : $"{100 * risk:0.#}")} %.");

    private static string Explain(PeakModel cpu, PeakModel memory, VirtualMachine machine, double ready, double lost, int fullDays, int killedDays)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{cpu.Days} days: a day of next week peaks at about {cpu.Location + (0.577 * cpu.Scale):0} of " +
            $"{machine.CpuCapacity.Value:0} MHz and {(memory.Location + (0.577 * memory.Scale)) / (1L << 30):0.0} of " +
            $"{machine.Memory.Value / (double)(1L << 30):0.0} GiB");
        text += cpu.GrowthPerDay > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; peaks rise by {cpu.GrowthPerDay:0} MHz a day")
            : "";
        text += ready > ReadyTooMuch
            ? string.Create(CultureInfo.InvariantCulture, $"; it waited for processors {ready:0.0%} of the time")
            : "";
        text += lost > LostTooMuch
            ? string.Create(CultureInfo.InvariantCulture, $"; {lost:0.0%} of its memory was swapped or ballooned away")
            : "";
        text += fullDays > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; on {fullDays} of these days it ran out of memory ({FullMemory:P0} or more in use)")
            : "";
        text += killedDays > 0
            ? $"; on {(killedDays == 1 ? "one day" : $"{killedDays} days")} its kernel killed processes for want of memory"
            : "";

        return text + ".";
    }
}
