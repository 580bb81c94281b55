using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>Deployments that Vireo asks for by itself, ahead of a need that returns: a pure function.</summary>
public static class ExpectedDeployments
{
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>Those that have to be asked for now, so that they serve when the need returns.</summary>
    /// <param name="fleet">What is there, the needs, and how long templates take to start.</param>
    /// <param name="known">Deployments that were asked for, ended or not.</param>
    /// <param name="policy">The mode says whether anything may be made or approved at all.</param>
    /// <param name="user">In whose name.</param>
    public static ImmutableArray<Deployment> Due(
        FleetSnapshot fleet, IReadOnlyCollection<Deployment> known, Policy policy, string user)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.DeployFromHistory || policy.ModeFor(EntityId.Of(fleet.Cluster)) < OperatingMode.Approve)
        {
            return [];
        }

        return
        [
            .. fleet.RecurringNeeds.Where(need => need is { Kind: NeedKind.Request, Obstacle: "" })
                .Select(need => Due(need, fleet, known, user)).OfType<Deployment>(),
        ];
    }

    /// <summary>How long before the need its machines are asked for.</summary>
    public static TimeSpan LeadOf(VmTemplateId template, FleetSnapshot fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);

        return Spare + (fleet.StartUps.FirstOrDefault(measured => measured.Template == template)?.Takes ?? Usual);
    }

    private static Deployment? Due(
        RecurringNeed need, FleetSnapshot fleet, IReadOnlyCollection<Deployment> known, string user)
    {
        if (need.Machine is not { } machine || need.Next(fleet.TakenAt) is not { } needed)
        {
            return null;
        }

        var due = needed - LeadOf(machine.Template, fleet);
        var id = new DeploymentId(string.Create(CultureInfo.InvariantCulture, $"{need.Id}-{needed:yyyyMMdd}"));
        bool wasAsked = known.Any(one => one.Id == id ||
            (one.RequestedAt >= due && one.Machines.Any(other => other.Template == machine.Template)));
        var names = Enumerable.Range(1, need.Count).Select(number => new VirtualMachineId($"{id}-{number}")).ToList();

        return fleet.TakenAt < due || wasAsked || fleet.VirtualMachines.Any(there => names.Contains(there.Id))
            ? null
            : new Deployment
            {
                Id = id,
                Machines = [.. names.Select(name => machine with { Name = name })],
                RequestedBy = user,
                RequestedAt = fleet.TakenAt,
                Deadline = needed + TimeSpan.FromHours(1),
                Evidence = need.Reason,
            };
    }
}
