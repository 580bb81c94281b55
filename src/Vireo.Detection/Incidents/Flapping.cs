using System.Collections.Immutable;

namespace Vireo.Detection;

/// <summary>Damps what comes and goes: after it has come back twice, it has to be calm for long before it is
/// over.</summary>
internal static class Flapping
{
    private const int Returns = 2;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan CalmFor = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(6);

    /// <summary>Holds back the end of an incident that flaps until it has been calm for long.</summary>
    public static Finding Damp(Look look, Finding finding)
    {
        if (finding.Standing != Standing.Calm || look.ReturnsOf(finding.Rule, finding.Entity) < Returns)
        {
            return finding;
        }

        DateTimeOffset since = look.Clearing(finding.Rule, finding.Entity)?.Since ?? look.Now;

        return look.Now - since >= CalmFor
            ? finding
            : finding with { Standing = Standing.Undecided, Since = since, Samples = finding.Samples + 1 };
    }

    /// <summary>What was over within the last hours, each rule and entity once, the newest first.</summary>
    public static ImmutableArray<EndedIncident> Remember(Look look, IEnumerable<Incident> changed)
    {
        EndedIncident[] fresh =
        [
            .. changed.Where(incident => incident.ResolvedAt is not null).Select(incident => new EndedIncident(
                incident.Id, incident.Rule, incident.Entity, look.Now, look.ReturnsOf(incident.Rule, incident.Entity) + 1)),
        ];
        var again = fresh.Select(ended => (ended.Rule, ended.Entity)).ToHashSet();
        var old = look.State.Ended.Where(ended =>
            look.Now - ended.At < Remembered && !again.Contains((ended.Rule, ended.Entity)));

        return fresh.Length == 0 && look.State.Ended.All(ended => look.Now - ended.At < Remembered)
            ? look.State.Ended
            : [.. fresh.Concat(old).Take(MostRemembered)];
    }
}
