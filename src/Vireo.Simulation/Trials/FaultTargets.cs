using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>What the faults of a trial can strike.</summary>
public static class FaultTargets
{
    private const int MostNamed = 12;
    private static readonly string[] Steps = ["create", "boot", "configure", "check", "delete"];

    /// <summary>What is wrong with a fault; null when it will strike.</summary>
    /// <param name="trial">The trial that it belongs to.</param>
    /// <param name="fault">The fault.</param>
    public static string? Problem(FleetTrial trial, ScheduledFault fault)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.At.TotalHours >= trial.Hours)
        {
            return $"It is to strike at hour {fault.At.TotalHours:0.##}, and the scenario ends after {trial.Hours:0.##} hours.";
        }

        return fault.Kind is FaultKind.TemplateFails or FaultKind.TemplateHangs or FaultKind.TemplateSlow
            ? OfTemplate(trial, fault)
            : Problem(
                FleetTrialSetup.Scenario(trial), [.. trial.Groups.Select(group => group.Id.Value)],
                [.. trial.Deploy.Select(machine => machine.Name.Value)], fault);
    }

    /// <summary>What is wrong with a fault of a fleet; null when it will strike, or strikes what a template
    /// makes.</summary>
    /// <param name="scenario">The fleet.</param>
    /// <param name="groups">The groups that there will be.</param>
    /// <param name="coming">Machines that are made later.</param>
    /// <param name="fault">The fault.</param>
    public static string? Problem(Scenario scenario, string[] groups, string[] coming, ScheduledFault fault)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(coming);
        ArgumentNullException.ThrowIfNull(fault);

        return fault.Kind switch
        {
            FaultKind.NamesUnresolved or FaultKind.LicenceExpires => null,
            FaultKind.TemplateFails or FaultKind.TemplateHangs or FaultKind.TemplateSlow => null,
            FaultKind.NoisyMachine or FaultKind.MachineVanishes or FaultKind.DiskFills or FaultKind.MemoryLeaks =>
                OfMachine(scenario, groups, coming, fault.Target),
            FaultKind.CertificateExpires or FaultKind.BadDeployment => OneOf("group", groups, fault.Target),
            FaultKind.DatastoreSlows => OneOf(
                "datastore",
                [
                    .. scenario.Machines.Select(machine => machine.Datastore).OfType<DatastoreId>()
                        .Select(store => store.Value).Distinct(),
                ],
                fault.Target),
            _ => OneOf(
                "host or fault domain",
                [
                    .. scenario.Hosts.Select(host => host.Id.Value),
                    .. scenario.Hosts.Select(host => host.FaultDomain).Distinct(),
                ],
                fault.Target),
        };
    }

    // What replicas made later are called holds the time at which they were ordered.
    private static string? OfMachine(Scenario scenario, string[] groups, string[] coming, string target) =>
        groups.Any(group => target.StartsWith($"{group}-", StringComparison.Ordinal)) ? null : OneOf(
            "machine", [.. scenario.Machines.Select(machine => machine.Id.Value), .. coming], target);

    private static string? OfTemplate(FleetTrial trial, ScheduledFault fault)
    {
        string[] versions =
        [
            $"{FleetTrialSetup.Template}", $"{FleetTrialSetup.Template}@1",
            .. trial.Update is { } update ? [$"{FleetTrialSetup.Template}@{update.Version}"] : Array.Empty<string>(),
        ];
        if (fault.Kind == FaultKind.TemplateSlow)
        {
            return OneOf("template", versions, fault.Target);
        }

        // Deleting takes no time: it fails, and never hangs.
        string[] steps = fault.Kind == FaultKind.TemplateHangs ? Steps[..^1] : Steps;

        return OneOf("step of a template", [.. versions.SelectMany(_ => steps, (version, step) => $"{version}/{step}")], fault.Target);
    }

    private static string? OneOf(string what, string[] known, string target) =>
        known.Contains(target) ? null
        : known.Length == 0 ? $"It strikes a {what}, and this scenario has none."
        : $"Expected a {what} of this scenario ({Named(known)}), found '{target}'.";

    private static string Named(string[] known) => known.Length <= MostNamed
        ? string.Join(", ", known)
        : $"{string.Join(", ", known.Take(MostNamed))} and {known.Length - MostNamed} more";
}
