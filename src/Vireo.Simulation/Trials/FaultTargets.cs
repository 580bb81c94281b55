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

        return fault.Kind switch
        {
            FaultKind.NamesUnresolved or FaultKind.LicenceExpires => null,
            FaultKind.TemplateFails or FaultKind.TemplateHangs or FaultKind.TemplateSlow => OfTemplate(trial, fault),
            FaultKind.NoisyMachine or FaultKind.MachineVanishes or FaultKind.DiskFills or FaultKind.MemoryLeaks =>
                OfMachine(trial, fault.Target),
            FaultKind.CertificateExpires or FaultKind.BadDeployment =>
                OneOf("group", [.. trial.Groups.Select(group => group.Id.Value)], fault.Target),
            FaultKind.DatastoreSlows => OneOf("datastore", [], fault.Target),
            _ => OfHost(trial, fault.Target),
        };
    }

    private static string? OfHost(FleetTrial trial, string target)
    {
        var hosts = FleetTrialSetup.Scenario(trial).Hosts;

        return OneOf(
            "host or fault domain",
            [.. hosts.Select(host => host.Id.Value), .. hosts.Select(host => host.FaultDomain).Distinct()], target);
    }

    // What replicas made later are called holds the time at which they were ordered.
    private static string? OfMachine(FleetTrial trial, string target) =>
        trial.Groups.Any(group => target.StartsWith($"{group.Id}-", StringComparison.Ordinal)) ? null : OneOf(
            "machine",
            [
                .. FleetTrialSetup.Scenario(trial).Machines.Select(machine => machine.Id.Value),
                .. trial.Deploy.Select(machine => machine.Name.Value),
            ],
            target);

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
