using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>A remedy that answers an incident now.</summary>
/// <param name="Remedy">What is done.</param>
/// <param name="Incident">About what.</param>
/// <param name="Why">One sentence for the plan.</param>
internal sealed record DueRemedy(Remedy Remedy, OpenIncident Incident, string Why)
{
    /// <summary>What ties the actions to the incident.</summary>
    public IncidentAnswer Answer { get; } = new(Remedy.Name, Incident.Id, Incident.Entity);

    /// <summary>Puts it into words.</summary>
    public static DueRemedy Of(Remedy remedy, OpenIncident incident, DateTimeOffset now) => new(
        remedy, incident,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Remedy '{remedy.Name}' answers '{incident.Rule}', open for {(now - incident.OpenedAt).TotalMinutes:0} minutes: {incident.Title}"));
}
