using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection.Incidents.Folding;

/// <summary>Folds consequences under their probable cause: people hear of one incident, not of fifty.</summary>
/// <remarks>Candidates are everything with an open incident and everything that such things depend on. The one that
/// explains most, and best, takes what it explains; then the next, until nothing is left (a greedy set cover), so that
/// two faults at once give two incidents. O(incidents × depth of the topology) for each cause.</remarks>
internal static class IncidentFolding
{
    // A consequence outlives its cause a little; it is not told by itself before that.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ChangesCount = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtOneMoment = TimeSpan.FromMinutes(10);
    private const int FewestAlike = 2;
    private const int MostCauses = 3;
    private const int MostSuspects = 5;

    /// <summary>Folds the open incidents of one look.</summary>
    /// <param name="look">What is seen.</param>
    /// <param name="open">All that are open.</param>
    /// <param name="events">What happened lately, Vireo's own actions among it.</param>
    /// <returns>The same incidents, each leading or under another.</returns>
    public static ImmutableArray<Incident> Fold(
        Look look, ImmutableArray<Incident> open, ImmutableArray<FleetEvent> events)
    {
        if (open.IsEmpty)
        {
            return open;
        }

        var topology = new Topology(look.Fleet);
        Candidate[] candidates = [.. Candidates(look, open, topology).Where(candidate => candidate.Score > 0)];
        var left = new HashSet<Incident>(open, ReferenceEqualityComparer.Instance);
        var folded = new Dictionary<string, Incident>(StringComparer.Ordinal);
        var queue = new PriorityQueue<Candidate, (double Gain, int Order)>(
            candidates.Select((candidate, order) => (candidate, (-candidate.Gain(left), order))));
        while (left.Count > 0 && queue.TryDequeue(out Candidate? best, out (double Gain, int Order) rank))
        {
            // What others took only ever makes a gain smaller: who is still first after that is first of all.
            double gain = best.Gain(left);
            if (gain < -rank.Gain)
            {
                queue.Enqueue(best, (-gain, rank.Order));
                continue;
            }

            HashSet<Incident> group = new(best.Explained.Where(left.Contains), ReferenceEqualityComparer.Instance);
            group.UnionWith(Alike(group, left));
            left.ExceptWith(group);
            Lead(look, best, group, candidates, topology, events, folded);
        }

        HashSet<string> leftBehind = LeftBehind(look, open, folded);

        return [.. open.Select(incident => Keep(look, incident, folded, leftBehind))];
    }

    // While what explained them is open, those that it leaves behind as it ends are no news: they led nothing, and
    // nothing new has come to them.
    private static HashSet<string> LeftBehind(
        Look look, ImmutableArray<Incident> open, Dictionary<string, Incident> folded)
    {
        var groups = open.ToLookup(incident => folded[incident.Id].Under ?? incident.Id);

        return
        [
            .. groups
                .Where(group => group.FirstOrDefault(incident => incident.Id == group.Key) is { Under: { } lead }
                    && folded.ContainsKey(lead)
                    && group.All(incident => incident.Under == lead && !look.IsNew(incident)))
                .Select(group => group.Key),
        ];
    }

    private static IEnumerable<Candidate> Candidates(
        Look look, ImmutableArray<Incident> open, Topology topology)
    {
        var own = open.ToLookup(incident => incident.Entity);
        var below = open
            .SelectMany(incident => topology.Above(incident.Entity).Select(above => (above, incident)))
            .ToLookup(pair => pair.above, pair => pair.incident);

        return own.Select(one => one.Key).Concat(below.Select(one => one.Key)).Distinct().Order()
            .Select(entity => new Candidate(
                entity, [.. own[entity]], [.. below[entity]], topology.Beside(entity).SelectMany(other => own[other]),
                topology, look));
    }

    // The topology may be out of date: what shows the same sign at the same moment as several others of the group
    // belongs to them wherever it is said to run.
    private static IEnumerable<Incident> Alike(HashSet<Incident> group, HashSet<Incident> left)
    {
        var common = group.GroupBy(incident => (incident.Entity.Kind, Sign: Candidate.SignOf(incident)))
            .Where(signs => signs.Count() >= FewestAlike)
            .ToDictionary(signs => signs.Key, Span);
        Incident[] down = [.. group.Where(incident => incident.Rule == RuleNames.HostDown)];
        if (down.Length > 0)
        {
            // Machines of a host that is down are silent; its incident speaks for those that are known to be its.
            common.TryAdd((EntityKind.VirtualMachine, RuleNames.BadTelemetry), Span(down));
        }

        return [.. left.Where(incident => !group.Contains(incident)
            && common.TryGetValue((incident.Entity.Kind, Candidate.SignOf(incident)), out var seen)
            && incident.OpenedAt >= seen.First - AtOneMoment && incident.OpenedAt <= seen.Last + AtOneMoment)];
    }

    private static (DateTimeOffset First, DateTimeOffset Last) Span(IEnumerable<Incident> incidents) =>
        (incidents.Min(one => one.OpenedAt), incidents.Max(one => one.OpenedAt));

    private static void Lead(
        Look look, Candidate cause, HashSet<Incident> group, Candidate[] candidates, Topology topology,
        ImmutableArray<FleetEvent> events, Dictionary<string, Incident> folded)
    {
        Incident lead = group
            .OrderByDescending(incident => look.WasLeading(incident) && incident.Severity >= Severity.Warning)
            .ThenByDescending(incident => incident.Entity == cause.Entity)
            .ThenByDescending(look.WasLeading)
            .ThenByDescending(incident => incident.Severity)
            .ThenBy(incident => incident.OpenedAt)
            .ThenBy(incident => incident.Id, StringComparer.Ordinal)
            .First();
        foreach (Incident incident in group)
        {
            folded[incident.Id] = incident with { Under = lead.Id, Causes = [], Suspects = [] };
        }

        // An incident that leads goes on leading, but it is called by the worst that is wrong with its cause: nobody
        // looks for a dead host under "memory above 92 %".
        // Title and evidence come from the same one, look after look; when that is over it speaks for itself again.
        Incident? worst = Worst(cause, lead, group);
        folded[lead.Id] = lead with
        {
            Title = worst is null ? lead.Title : worst.Title,
            Evidence = worst is null ? lead.Evidence : worst.Evidence,
            CalledBy = worst?.Id,
            Under = null,

            // Many weak signs of one whole at once are no longer weak.
            // And an incident stands for all that is wrong with its cause.
            Severity = group.Where(incident => incident.Entity == cause.Entity || incident == lead)
                .Max(incident => cause.IsCommon && incident.Severity < Severity.Warning
                    ? Severity.Warning : incident.Severity),
            Causes = CausesOf(cause, group, candidates),
            Suspects = SuspectsOf(lead, cause, group, topology, events),
        };
    }

    // A lead that was called by another carries that one's severity: it is outranked only by what is worse still.
    private static Incident? Worst(Candidate cause, Incident lead, HashSet<Incident> group)
    {
        if (lead.Entity != cause.Entity)
        {
            return null;
        }

        Incident[] others = [.. group.Where(incident => incident.Entity == cause.Entity && incident != lead)];
        Incident? named = Array.Find(others, incident => incident.Id == lead.CalledBy);
        Incident? worst = others.OrderByDescending(incident => incident.Severity)
            .ThenBy(incident => incident.Id, StringComparer.Ordinal).FirstOrDefault();

        return worst is not null && worst.Severity > (named ?? lead).Severity ? worst : named;
    }

    private static ImmutableArray<ProbableCause> CausesOf(
        Candidate best, HashSet<Incident> group, Candidate[] candidates) =>
    [
        .. candidates
            .Where(candidate => candidate.Explained.Any(group.Contains))
            .OrderByDescending(candidate => candidate == best)
            .ThenByDescending(candidate => candidate.Score * candidate.Explained.Count(group.Contains))
            .ThenBy(candidate => candidate.Entity)
            .Take(MostCauses)
            .Select(candidate => candidate.ToCause()),
    ];

    // What was done to the cause or its surroundings shortly before: the nearest, then the newest.
    private static ImmutableArray<Suspect> SuspectsOf(
        Incident lead, Candidate cause, HashSet<Incident> group, Topology topology, ImmutableArray<FleetEvent> events)
    {
        DateTimeOffset onset = group.Min(incident => incident.OpenedAt);
        HashSet<EntityId> near = [cause.Entity, lead.Entity, .. group.Select(incident => incident.Entity)];
        HashSet<EntityId> around = [.. near.SelectMany(topology.Above)];

        return
        [
            .. events
                .Where(happened => happened.Kind is not (FleetEventKind.Incident or FleetEventKind.Failed)
                    && happened.At <= onset + (ChangesCount / 12) && happened.At >= onset - ChangesCount
                    && (near.Contains(happened.Entity) || around.Contains(happened.Entity)))
                .OrderByDescending(happened => near.Contains(happened.Entity))
                .ThenByDescending(happened => happened.At)
                .ThenBy(happened => happened.Entity)
                .Take(MostSuspects)
                .Select(happened => new Suspect(
                    happened.At, happened.Entity, happened.Message, happened.Source) { Key = happened.Key }),
        ];
    }

    // An incident that goes on keeps its identity: the same object when nothing about it has changed.
    private static Incident Keep(
        Look look, Incident before, Dictionary<string, Incident> folded, HashSet<string> leftBehind)
    {
        Incident now = folded[before.Id];
        if (leftBehind.Contains(now.Under ?? now.Id))
        {
            return before;
        }

        if (before.Under is { } lead && now.Under is null && !folded.ContainsKey(lead)
            && look.EndedAt(lead) is { } ended && look.Now - ended < Afterwards)
        {
            return before;
        }

        return before.Under == now.Under && before.Severity == now.Severity
            && before.Title == now.Title && before.Evidence == now.Evidence && before.CalledBy == now.CalledBy
            && before.Causes.AsSpan().SequenceEqual(now.Causes.AsSpan())
            && before.Suspects.AsSpan().SequenceEqual(now.Suspects.AsSpan())
            ? before
            : now;
    }
}
