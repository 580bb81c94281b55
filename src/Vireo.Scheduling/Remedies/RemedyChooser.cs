using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>Chooses which incidents are answered now, by which remedy of the policy, and what holds the others
/// back.</summary>
/// <remarks>The most urgent incident first, then the oldest. The first remedy of the policy that fits an incident answers
/// it, or says why not; no other takes its place.</remarks>
internal sealed class RemedyChooser
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FleetSnapshot _fleet;
    private readonly Policy _policy;
    private readonly Dictionary<VirtualMachineId, VirtualMachine> _machines;
    private readonly HashSet<EntityId> _hosts;
    private readonly HashSet<EntityId> _untrusted;
    private readonly Dictionary<string, HashSet<string>> _answered = new(StringComparer.Ordinal);
    private readonly ImmutableArray<DueRemedy>.Builder _due = ImmutableArray.CreateBuilder<DueRemedy>();
    private readonly ImmutableArray<Refusal>.Builder _held = ImmutableArray.CreateBuilder<Refusal>();

    private RemedyChooser(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        (_fleet, _policy) = (fleet, policy);
        _machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        _hosts = [.. fleet.Hosts.Select(host => EntityId.Of(host.Id))];
        _untrusted =
        [
            .. outlook.Hazards.Where(hazard => hazard.Kind == HazardKind.BadTelemetry).Select(hazard => hazard.Entity),
        ];
        foreach (var past in fleet.RecentRemedies.Where(past => fleet.TakenAt - past.At < Hour))
        {
            AnsweredBy(past.Answer.Remedy).Add(past.Answer.Incident);
        }
    }

    /// <summary>Chooses.</summary>
    public static DueRemedies Choose(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var chooser = new RemedyChooser(fleet, outlook, policy);
        foreach (var incident in outlook.Incidents.OrderByDescending(incident => incident.Severity)
            .ThenBy(incident => incident.OpenedAt).ThenBy(incident => incident.Id, StringComparer.Ordinal))
        {
            chooser.Consider(incident);
        }

        return new DueRemedies(chooser._due.ToImmutable(), chooser._held.ToImmutable());
    }

    private void Consider(OpenIncident incident)
    {
        if (_policy.Remedies.FirstOrDefault(remedy => Fits(remedy, incident)) is not { } remedy)
        {
            return;
        }

        if (WhyNot(remedy, incident) is { } held)
        {
            _held.Add(new Refusal(incident.Entity, held.Rule, held.Reason));
            return;
        }

        AnsweredBy(remedy.Name).Add(incident.Id);
        _due.Add(DueRemedy.Of(remedy, incident, _fleet.TakenAt));
    }

    private bool Fits(Remedy remedy, OpenIncident incident) =>
        incident.Severity >= remedy.Severity && remedy.Answers(incident.Rule) && remedy.Kind switch
        {
            RemedyKind.Evacuate => _hosts.Contains(incident.Entity) || MachineOf(incident.Entity) is not null,
            RemedyKind.Scale => GroupOf(incident.Entity) is not null,
            _ => MachineOf(incident.Entity) is not null,
        };

    private (string Rule, string Reason)? WhyNot(Remedy remedy, OpenIncident incident)
    {
        var lasted = _fleet.TakenAt - incident.OpenedAt;
        if (lasted < remedy.For)
        {
            return (
                "S10",
                $"Remedy '{remedy.Name}' waits until '{incident.Rule}' has lasted for {remedy.For.InWords()}; " +
                $"it is open for {lasted.InWords()}.");
        }

        if (remedy.Mode is not (OperatingMode.Approve or OperatingMode.Autopilot))
        {
            return ("S15", $"Only shown: remedy '{remedy.Name}' would {Verb(remedy.Kind)} {incident.Entity} because of '{incident.Rule}'.");
        }

        if (_untrusted.Contains(incident.Entity))
        {
            return ("S28", $"Remedy '{remedy.Name}' is held: the telemetry of {incident.Entity} cannot be trusted.");
        }

        if (RestOf(remedy, incident) is { } rest)
        {
            return ("rest", Text($"Remedy '{remedy.Name}' has answered for {incident.Entity} lately and leaves it alone for another {rest.InWords()}."));
        }

        var answered = AnsweredBy(remedy.Name);

        return !answered.Contains(incident.Id) && answered.Count >= remedy.AtMostPerHour
            ? ("S35", $"Remedy '{remedy.Name}' answers {remedy.AtMostPerHour} incidents an hour at most; {incident.Entity} is left to people.")
            : null;
    }

    // Emptying a host takes more than one decision: what was begun for an incident goes on while that is open. So does what
    // a snapshot was taken for.
    private TimeSpan? RestOf(Remedy remedy, OpenIncident incident)
    {
        DateTimeOffset? last = null;
        foreach (var past in _fleet.RecentRemedies)
        {
            bool goesOn = remedy.Kind == RemedyKind.Evacuate && incident.Entity.Kind == EntityKind.Host &&
                past.Answer.Incident == incident.Id;
            goesOn |= past.Action is TakeSnapshot taken && MachineOf(taken.Target)?.Snapshots.Find(taken.Snapshot) is not null;
            if (past.Answer.Remedy == remedy.Name && past.Answer.Entity == incident.Entity && !goesOn && !(past.At <= last))
            {
                last = past.At;
            }
        }

        return last is { } at && _fleet.TakenAt - at < remedy.Rest ? remedy.Rest - (_fleet.TakenAt - at) : null;
    }

    /// <summary>The machine that an incident is about; null when it is about none that is there.</summary>
    private VirtualMachine? MachineOf(EntityId entity) => entity.Kind == EntityKind.VirtualMachine
        ? _machines.GetValueOrDefault(new VirtualMachineId(entity.Value))
        : null;

    private VmGroup? GroupOf(EntityId entity) => entity.Kind == EntityKind.Group
        ? _policy.Groups.FirstOrDefault(group => EntityId.Of(group.Id) == entity)
        : MachineOf(entity)?.Group is { } id ? _policy.Groups.FirstOrDefault(group => group.Id == id) : null;

    private HashSet<string> AnsweredBy(string remedy)
    {
        if (!_answered.TryGetValue(remedy, out var incidents))
        {
            _answered[remedy] = incidents = new HashSet<string>(StringComparer.Ordinal);
        }

        return incidents;
    }

    private static string Verb(RemedyKind kind) => kind switch
    {
        RemedyKind.Evacuate => "evacuate",
        RemedyKind.Restart => "restart",
        RemedyKind.Scale => "give more replicas to",
        _ => "resize",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
