using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Benchmarks.Incidents;

/// <summary>Holds what was told against what was put in.</summary>
/// <param name="Outcomes">One for each fault.</param>
/// <param name="FalseIncidents">Told, and about no fault.</param>
/// <param name="FalseWarnings">Of static thresholds alone, and about no fault.</param>
internal sealed record IncidentScore(FaultOutcome[] Outcomes, SeenIncident[] FalseIncidents, int FalseWarnings)
{
    // Consequences outlive their cause: a queue drains, a trend is forgotten.
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(1);
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(5);
    private const int NotFound = int.MaxValue;

    /// <summary>Judges one run.</summary>
    public static IncidentScore Of(IncidentScenario scenario, SeenIncident[] seen)
    {
        var byFault = seen.ToLookup(incident => FaultOf(scenario, incident));
        SeenIncident[] stray = [.. seen.Where(incident => FaultOf(scenario, incident) is null)];

        return new(
            [.. scenario.Faults.Select(fault => Judge(scenario, fault, [.. byFault[fault]]))],
            [.. stray.Where(incident => incident.ToldAt is not null)],
            stray.Count(incident => incident.WarnedAt is not null && IsThreshold(incident)));
    }

    private static FaultOutcome Judge(IncidentScenario scenario, InjectedFault fault, SeenIncident[] about)
    {
        SeenIncident[] told = [.. about.Where(incident => incident.ToldAt is not null).OrderBy(incident => incident.ToldAt)];
        SeenIncident[] warnings = [.. about.Where(incident => incident.WarnedAt is not null && IsThreshold(incident))];
        int hidden = about.Where(incident => incident.First.Rule == RuleNames.HostDown)
            .Sum(incident => scenario.Fleet.Machines.Count(machine => machine.Host?.Value == incident.First.Entity.Value));

        return new(
            fault, told.FirstOrDefault()?.ToldAt, told.Length,
            told.Length == 0 ? 0 : RankIn(told[0].Causes, fault.Root),
            RankIn(about.Select(incident => incident.First.Entity), fault.Root),
            RankIn(about.OrderByDescending(incident => incident.Severity).ThenBy(incident => incident.At)
                .Select(incident => incident.First.Entity), fault.Root),
            warnings.Select(incident => incident.WarnedAt).Min(), warnings.Length, about.Length + hidden)
        {
            Told = told,
        };
    }

    private static int RankIn(IEnumerable<EntityId> entities, EntityId root) =>
        Array.IndexOf([.. entities.Distinct()], root) + 1;

    // Whose cause it is, else the one that strikes least besides.
    private static InjectedFault? FaultOf(IncidentScenario scenario, SeenIncident incident) => scenario.Faults
        .Where(fault => incident.At >= fault.Onset - Sampling && incident.At <= fault.End + Aftermath
            && (fault.Struck.Contains(incident.First.Entity)
                || (incident.Causes.Length > 0 && incident.Causes[0] == fault.Root)))
        .OrderBy(fault => incident.Causes.Contains(fault.Root) ? incident.Causes.IndexOf(fault.Root) : NotFound)
        .ThenBy(fault => fault.Struck.Count)
        .FirstOrDefault();

    // What people have who only set bounds: no forecasts, no logs, no learning.
    private static bool IsThreshold(SeenIncident incident) =>
        incident.First.Rule == RuleNames.HostDown
        || DefaultRules.All.Any(rule => rule.Name == incident.First.Rule && rule.FullWithin is null);
}
