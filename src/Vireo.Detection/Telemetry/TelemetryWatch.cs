using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees telemetry that must not be acted upon (S28).</summary>
/// <remarks>The hazard, which holds changes, is there at once; the incident after <see cref="Looks"/> looks in a row.
/// When many entities of one provider are affected, one incident on the provider replaces theirs.</remarks>
internal static class TelemetryWatch
{
    public const int Looks = 3;
    private const int FreshSteps = 2;
    private const int FreshSamples = 4;
    private const int FewestForProvider = 5;
    private const double ShareForProvider = 0.25;

    public static void Run(Look look, List<Finding> findings, List<Hazard> hazards)
    {
        List<Complaint> complaints = [.. Complaints(look)];
        foreach (Complaint complaint in complaints)
        {
            if (complaint.Problem is { } problem)
            {
                hazards.Add(new(complaint.Entity, HazardKind.BadTelemetry, 1, problem));
            }
        }

        foreach (IGrouping<ProviderId, Complaint> provider in complaints
            .GroupBy(complaint => complaint.Provider)
            .OrderBy(group => group.Key))
        {
            Report(look, provider.Key, [.. provider], findings);
        }
    }

    private static void Report(Look look, ProviderId provider, Complaint[] complaints, List<Finding> findings)
    {
        int bad = complaints.Count(complaint => complaint.Told is not null);
        bool isWidespread = bad >= FewestForProvider && bad >= ShareForProvider * complaints.Length;
        string summary = $"{bad} of {complaints.Length} machines and hosts have no telemetry to act upon.";
        Add(look, EntityId.Of(provider), $"Provider '{provider.Value}'", isWidespread ? summary : null, findings);
        foreach (Complaint complaint in complaints)
        {
            Add(look, complaint.Entity, complaint.Name, isWidespread ? null : complaint.Told, findings);
        }
    }

    private static void Add(Look look, EntityId entity, string name, string? problem, List<Finding> findings)
    {
        if (look.Count(RuleNames.BadTelemetry, entity, problem is not null, Looks) is { } seen)
        {
            findings.Add(new(
                RuleNames.BadTelemetry,
                entity,
                seen.Standing,
                entity.Kind == EntityKind.Provider ? Severity.Critical : Severity.Warning,
                $"{name}: telemetry cannot be trusted; changes are held.",
                problem ?? "",
                seen.Since,
                seen.Looks));
        }
    }

    private static IEnumerable<Complaint> Complaints(Look look)
    {
        foreach (Host host in look.Fleet.Hosts)
        {
            if (host.State == HostState.On && !look.DownHosts.Contains(host.Id))
            {
                EntityId entity = EntityId.Of(host.Id);
                bool isImpossible = host.Cores <= 0 || !(host.CpuCapacity.Value > 0) || host.MemoryCapacity.Value <= 0;
                string? problem = isImpossible
                    ? $"Reports {host.Cores} cores, {host.CpuCapacity.Value:0} MHz and {host.MemoryCapacity.Value} bytes of memory."
                    : Problem(look, entity, isRequired: false);
                yield return new(entity, host.Provider, $"Host '{host.Name}'", problem)
                {
                    IsQuiet = !isImpossible && IsGapBehind(look, entity),
                };
            }
        }

        HashSet<HostId> silent =
            [.. look.Fleet.Hosts.Where(host => host.State == HostState.Unreachable).Select(host => host.Id)];
        foreach (VirtualMachine machine in look.Fleet.VirtualMachines)
        {
            if (machine.State == PowerState.On && !look.IsOnDownHost(machine))
            {
                EntityId entity = EntityId.Of(machine.Id);
                yield return new(
                    entity, machine.Provider, $"VM '{machine.Name}'", Problem(look, entity, isRequired: true))
                {
                    IsQuiet = IsGapBehind(look, entity) || (machine.Host is { } on && silent.Contains(on)),
                };
            }
        }
    }

    // Nothing is wrong but samples that are missing, and of the newest one at most.
    private static bool IsGapBehind(Look look, EntityId entity)
    {
        if (CpuOf(look, entity) is not { } cpu || cpu.Values.Length < FreshSamples
            || cpu.Quality.Age > FreshSteps * look.Series.Step)
        {
            return false;
        }

        int present = 0;
        foreach (double value in cpu.Values.Span[^FreshSamples..])
        {
            present += double.IsFinite(value) ? 1 : 0;
        }

        return present >= FreshSamples - 1
            && cpu.Quality.Score >= DataQuality.ActionableScore * (1 - cpu.Quality.GapRatio);
    }

    private static TimeSeries? CpuOf(Look look, EntityId entity) =>
        look.Series.Find(entity, Metric.CpuDemand) ?? look.Series.Find(entity, Metric.CpuUsage);

    // CPU decides: it is what every hypervisor measures. Hosts need none of their own, their machines' is enough.
    private static string? Problem(Look look, EntityId entity, bool isRequired)
    {
        TimeSeries? cpu = CpuOf(look, entity);
        if (cpu is null)
        {
            return isRequired ? "No CPU sample in the window." : null;
        }

        // A host that was off has a gap behind it and nothing wrong: what counts is that it reports now.
        bool wasOff = !isRequired && cpu.Quality.GapRatio > 0 && cpu.Quality.Age <= FreshSteps * look.Series.Step;
        if (cpu.Quality.IsActionable || wasOff)
        {
            return null;
        }

        return cpu.Quality.Problem.Length > 0
            ? $"{cpu.Key.Metric.Name}: {cpu.Quality.Problem}"
            : $"{cpu.Key.Metric.Name}: quality {cpu.Quality.Score:0.##}, newest sample {cpu.Quality.Age.TotalMinutes:0} minutes old.";
    }
}
