using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees hosts that are down.</summary>
/// <remarks>A host that its hypervisor calls failed is down at once: the hypervisor has already judged from several
/// samples. One that merely does not answer becomes an incident after <see cref="Looks"/> looks in a row (S26), and
/// counts as down only when a second path agrees: its telemetry and that of its machines has stopped as well.</remarks>
internal static class HostDownWatch
{
    public const int Looks = 3;
    private const double SilentProbability = 0.9;
    private const int NamedMachines = 50;

    public static void Run(Look look, List<Finding> findings, List<Hazard> hazards)
    {
        ILookup<HostId?, VirtualMachine> machines = look.Fleet.VirtualMachines.ToLookup(machine => machine.Host);
        foreach (Host host in look.Fleet.Hosts)
        {
            bool isFailed = host.State == HostState.Failed;
            EntityId entity = EntityId.Of(host.Id);
            var count = look.Count(
                RuleNames.HostDown, entity, isFailed || host.State == HostState.Unreachable, isFailed ? 1 : Looks);
            if (count is not { } seen)
            {
                continue;
            }

            bool isSilent = isFailed || IsSilent(look, host, machines[host.Id]);
            if (seen.Standing == Standing.Lasting && isSilent)
            {
                look.DownHosts.Add(host.Id);
                string reason = isFailed
                    ? "The hypervisor reports it failed."
                    : "It does not answer, and no telemetry arrives from it or its machines.";
                hazards.Add(new(entity, HazardKind.HostDown, isFailed ? 1 : SilentProbability, reason));
            }

            findings.Add(Describe(host, entity, seen, isSilent, machines[host.Id]));
        }
    }

    private static Finding Describe(
        Host host,
        EntityId entity,
        (Standing Standing, DateTimeOffset Since, int Looks) seen,
        bool isSilent,
        IEnumerable<VirtualMachine> machines)
    {
        string title = isSilent
            ? $"Host '{host.Name}' is down."
            : $"Host '{host.Name}' does not answer, but its telemetry still arrives.";

        return new(
            RuleNames.HostDown,
            entity,
            seen.Standing,
            isSilent ? Severity.Critical : Severity.Warning,
            title,
            $"State {host.State}. {Affected([.. machines])}",
            seen.Since,
            seen.Looks);
    }

    private static bool IsSilent(Look look, Host host, IEnumerable<VirtualMachine> machines)
    {
        DateTimeOffset bound = look.Now - (Looks * look.Series.Step);

        return NewestSample.OfAny(look.Series, EntityId.Of(host.Id)) is not { } hostAt || hostAt < bound
            ? machines.All(machine =>
                NewestSample.OfAny(look.Series, EntityId.Of(machine.Id)) is not { } at || at < bound)
            : false;
    }

    private static string Affected(VirtualMachine[] machines)
    {
        if (machines.Length == 0)
        {
            return "No machines on it.";
        }

        string names = string.Join(", ", machines.Take(NamedMachines).Select(machine => $"'{machine.Name}'"));
        string more = machines.Length > NamedMachines ? $" and {machines.Length - NamedMachines} more" : "";

        return $"Machines on it, not reported separately: {names}{more}.";
    }
}
