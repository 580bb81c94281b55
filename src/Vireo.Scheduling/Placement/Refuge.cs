using Vireo.Fleet;

namespace Vireo.Scheduling.Placement;

/// <summary>What the fault domains carry, and the room there would be for it elsewhere.</summary>
internal sealed class Refuge(string[] names)
{
    private readonly Domain[] _domains = [.. names.Select(name => new Domain(name))];

    /// <summary>Counts a running host into its domain.</summary>
    /// <param name="domain">Position of the domain.</param>
    /// <param name="freeBytes">Room for memory; null where nothing may be put.</param>
    /// <param name="freeMhz">Room for CPU; null where nothing may be put.</param>
    /// <param name="usedMhz">What its machines need.</param>
    /// <param name="machines">The memory of each machine on it.</param>
    public void Count(int domain, long? freeBytes, double? freeMhz, double usedMhz, IEnumerable<long> machines)
    {
        var counted = _domains[domain];
        counted.UsedMhz += usedMhz;
        counted.FreeMhz += Math.Max(0, freeMhz ?? 0);
        counted.Machines.AddRange(machines);
        if (freeBytes is { } free)
        {
            counted.Free.Add(Math.Max(0, free));
        }
    }

    /// <summary>What would be missing if so many domains were lost; null when nothing. Each domain is tried, together
    /// with the heaviest others.</summary>
    /// <param name="losses">Domains lost together.</param>
    /// <param name="riseMhz">What all machines together may need beyond what was counted.</param>
    public string? Shortage(int losses, double riseMhz)
    {
        var running = Running();
        var byMemory = Heaviest(running, domain => domain.UsedBytes, losses);
        var byCpu = Heaviest(running, domain => domain.UsedMhz, losses);
        double freeMhz = running.Sum(domain => domain.FreeMhz) - riseMhz;
        foreach (var domain in running)
        {
            string? missing = MissingMhz(With(domain, byCpu, losses), freeMhz) ??
                MissingBytes(With(domain, byMemory, losses), running);
            if (missing is not null)
            {
                return missing;
            }
        }

        return losses > 1 && !Absorbs(losses) ? $"If some {losses} fault domains were lost, a machine could not be restarted." : null;
    }

    /// <summary>Whether the memory of any so many lost domains would find room in the others, machine by
    /// machine.</summary>
    public bool Absorbs(int losses)
    {
        var running = Running();
        Array.Sort(running, (left, right) => right.UsedBytes.CompareTo(left.UsedBytes));
        int count = Math.Min(losses, running.Length);
        long largest = running.Select(domain => domain.Machines.Count > 0 ? domain.Machines[0] : 0).DefaultIfEmpty(0).Max();
        long[] rooms = [.. running.Select(domain => domain.RoomAbove(largest)).OrderDescending()];
        long spare = rooms.Sum() - rooms.Take(count).Sum();

        return running.Take(count).Sum(domain => domain.UsedBytes) <= spare || Absorbs(running, [], 0, count);
    }

    private static bool Absorbs(Domain[] running, List<Domain> lost, int next, int count)
    {
        if (lost.Count == count)
        {
            return MissingBytes(lost, running) is null;
        }

        for (int i = next; i <= running.Length - (count - lost.Count); i++)
        {
            if (!Absorbs(running, [.. lost, running[i]], i + 1, count))
            {
                return false;
            }
        }

        return true;
    }

    private Domain[] Running()
    {
        var running = Array.FindAll(_domains, domain => domain.Free.Count > 0 || domain.Machines.Count > 0);
        foreach (var domain in running)
        {
            domain.Seal();
        }

        return running;
    }

    private static List<Domain> Heaviest(Domain[] running, Func<Domain, double> weight, int count) =>
        [.. running.OrderByDescending(weight).ThenBy(domain => domain.Name, StringComparer.Ordinal).Take(count)];

    private static List<Domain> With(Domain domain, List<Domain> heaviest, int losses) =>
        [domain, .. heaviest.Where(other => other != domain).Take(losses - 1)];

    private static string? MissingMhz(List<Domain> lost, double freeMhz)
    {
        double missing = lost.Sum(domain => domain.UsedMhz + domain.FreeMhz) - freeMhz;

        return missing > 0 ? $"If {Names(lost)} were lost, {missing:0} MHz would be missing." : null;
    }

    // First fit, largest machine first, emptiest host first. A machine of size m finds no place only where every host
    // has less than m left; so while what is lost is at most the sum of max(0, free - m), m the largest lost, nothing
    // needs packing.
    private static string? MissingBytes(List<Domain> lost, Domain[] running)
    {
        long largest = lost.Max(domain => domain.Machines.Count > 0 ? domain.Machines[0] : 0);
        long room = -lost.Sum(domain => domain.RoomAbove(largest));
        long used = lost.Sum(domain => domain.UsedBytes);
        foreach (var domain in running)
        {
            room += domain.RoomAbove(largest);
            if (room >= used)
            {
                return null;
            }
        }

        long[] free = [.. running.Except(lost).SelectMany(domain => domain.Free).OrderDescending()];
        foreach (long machine in lost.SelectMany(domain => domain.Machines).OrderDescending())
        {
            int at = Array.FindIndex(free, one => one >= machine);
            if (at < 0)
            {
                return $"If {Names(lost)} were lost, a machine of {new MemoryBytes(machine).ToText()} could not be restarted.";
            }

            free[at] -= machine;
        }

        return null;
    }

    private static string Names(List<Domain> lost) => string.Join(" and ", lost.Select(domain => $"'{domain.Name}'"));

    private sealed class Domain(string name)
    {
        public string Name { get; } = name;

        public List<long> Free { get; } = [];

        public List<long> Machines { get; } = [];

        public double FreeMhz { get; set; }

        public double UsedMhz { get; set; }

        public long UsedBytes { get; private set; }

        public void Seal()
        {
            Machines.Sort((left, right) => right.CompareTo(left));
            UsedBytes = Machines.Sum();
        }

        public long RoomAbove(long size) => Free.Sum(free => Math.Max(0, free - size));
    }
}
