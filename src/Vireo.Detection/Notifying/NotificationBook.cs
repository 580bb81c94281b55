using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>Keeps what was told to whom: a pure function of what was told, what is wrong and what is muted.</summary>
/// <remarks>It is about states, not about events: a receiver that was away for a day is told how things stand and what
/// was over meanwhile, once.</remarks>
public static class NotificationBook
{
    /// <summary>Messages that a receiver gets at once; more become one message.</summary>
    internal const int MostAtOnce = 20;

    private const int MostWaiting = 10_000;

    /// <summary>Takes up how things stand.</summary>
    /// <param name="state">From before.</param>
    /// <param name="policy">Who is told of what.</param>
    /// <param name="fleets">The clusters that are known now; what is known of others stays as it is.</param>
    /// <param name="mutes">Silences and windows that hold now.</param>
    /// <param name="now">By the server's clock.</param>
    public static NotificationState Observe(
        NotificationState state, NotificationPolicy policy, ImmutableArray<FleetNotices> fleets,
        ImmutableArray<Mute> mutes, DateTimeOffset now)
    {
        var seen = new Dictionary<string, OpenGroup>(StringComparer.Ordinal);
        foreach (FleetNotices fleet in fleets)
        {
            Collect(fleet, policy, mutes, now, seen);
        }

        HashSet<ClusterId> known = [.. fleets.Select(fleet => fleet.Cluster)];
        ImmutableSortedDictionary<string, NotificationGroup>.Builder groups = state.Groups.ToBuilder();
        foreach (string key in state.Groups.Keys.Union(seen.Keys).Order(StringComparer.Ordinal))
        {
            NotificationGroup? group = Merge(
                state.Groups.GetValueOrDefault(key), seen.GetValueOrDefault(key), state, policy, known, now);
            if (group is null)
            {
                groups.Remove(key);
            }
            else if (!IsSame(group, state.Groups.GetValueOrDefault(key)))
            {
                groups[key] = group;
            }
        }

        return Bound(state with { Groups = groups.ToImmutable() });
    }

    private static void Collect(
        FleetNotices fleet, NotificationPolicy policy, ImmutableArray<Mute> mutes, DateTimeOffset now,
        Dictionary<string, OpenGroup> seen)
    {
        ILookup<string?, Incident> under = fleet.Incidents.Where(one => one.ResolvedAt is null)
            .ToLookup(one => one.Under);
        (Incident Incident, LabelSet Labels)[] open =
        [
            .. fleet.Incidents.Where(incident => incident.ResolvedAt is null)
                .Select(incident => (incident, IncidentLabels.Of(fleet.Cluster, incident))),
        ];
        foreach ((Incident incident, LabelSet labels) in open)
        {
            string? muted = WhyMuted(incident, labels, open, policy, mutes);
            var told = new NotifiedIncident(
                incident.Id, fleet.Cluster, labels, incident.Severity, incident.Title, incident.Evidence,
                incident.Causes.FirstOrDefault()?.Evidence ?? "", under[incident.Id].Count(), incident.OpenedAt, now)
            {
                Muted = muted,
            };
            foreach (Destination destination in Routing.Of(policy, labels))
            {
                LabelSet group = destination.GroupOf(labels);
                string key = destination.KeyOf(group);
                if (!seen.TryGetValue(key, out OpenGroup? known))
                {
                    seen[key] = known = new(destination, group, []);
                }

                known.Members[incident.Id] = told;
            }
        }
    }

    private static string? WhyMuted(
        Incident incident, LabelSet labels, (Incident Incident, LabelSet Labels)[] open, NotificationPolicy policy,
        ImmutableArray<Mute> mutes)
    {
        if (incident.Under is { } lead)
        {
            return $"It follows from {lead}.";
        }

        if (mutes.FirstOrDefault(mute => mute.Matchers.Matches(labels)) is { } found)
        {
            return found.Reason;
        }

        Incident? source = open
            .FirstOrDefault(other => policy.Inhibitions.Any(rule => rule.Inhibits(other.Labels, labels))).Incident;

        return source is null ? null : $"Inhibited by {source.Id}.";
    }

    private static NotificationGroup? Merge(
        NotificationGroup? before, OpenGroup? open, NotificationState state, NotificationPolicy policy,
        HashSet<ClusterId> known, DateTimeOffset now)
    {
        string receiver = before?.Receiver ?? open!.Destination.Receiver;
        if (policy.ReceiverOf(receiver) is not { } traits)
        {
            return null;
        }

        bool isDown = state.ReceiverOf(receiver).Failures > 0;
        Dictionary<string, NotifiedIncident> fresh = open?.Members ?? [];
        IEnumerable<NotifiedIncident> old = (before?.Members ?? [])
            .Select(member => fresh.TryGetValue(member.Id, out NotifiedIncident? newest) ? Refreshed(member, newest)
                : known.Contains(member.Cluster) && member.ResolvedAt is null
                    ? member with { ResolvedAt = now, Muted = null }
                : member)
            .Where(member => IsOwed(member, traits, isDown));
        IEnumerable<NotifiedIncident> added = fresh.Values.Where(
            member => before?.Members.Any(one => one.Id == member.Id) != true);
        ImmutableArray<NotifiedIncident> members =
            [.. old.Concat(added).OrderBy(member => member.Id, StringComparer.Ordinal)];
        if (members.IsEmpty)
        {
            return null;
        }

        NotificationGroup group = before ?? new NotificationGroup(
            open!.Destination.KeyOf(open.Labels), receiver, open.Labels, now);

        // What waits begins to wait when there is something to tell, not when a silenced member came.
        bool isWaiting = before?.Members.Any(member => member.IsNews || member.ResolvedAt is not null) == true;
        group = group with { Members = members, Since = isWaiting || group.ToldAt is not null ? group.Since : now };

        return open is null ? group : group with
        {
            Wait = open.Destination.GroupWait,
            Interval = open.Destination.GroupInterval,
            Repeat = open.Destination.RepeatInterval,
        };
    }

    private static NotifiedIncident Refreshed(NotifiedIncident old, NotifiedIncident newest) => newest with
    {
        SeenAt = old.SeenAt,
        Told = old.Told,
        IsAttempted = old.IsAttempted,
    };

    // What was over before anyone tried to tell it is nobody's business, unless the receiver could not be reached.
    private static bool IsOwed(NotifiedIncident member, ReceiverTraits traits, bool isDown) =>
        member.ResolvedAt is null || (member.Told is null
            ? member.IsAttempted || (isDown && member.Muted is null)
            : traits.SendsResolved);

    private static bool IsSame(NotificationGroup group, NotificationGroup? before) =>
        before is not null && group with { Members = before.Members } == before
            && group.Members.SequenceEqual(before.Members);

    // Somebody who never answers must not fill memory and disk; what is over and oldest goes first, and is counted.
    private static NotificationState Bound(NotificationState state)
    {
        foreach (IGrouping<string, NotificationGroup> ofReceiver in
            state.Groups.Values.GroupBy(group => group.Receiver).ToList())
        {
            int excess = ofReceiver.Sum(group => group.Members.Length) - MostWaiting;
            if (excess <= 0)
            {
                continue;
            }

            HashSet<(string, string)> drop =
            [
                .. ofReceiver.SelectMany(group => group.Members.Select(member => (group.Key, Member: member)))
                    .Where(one => one.Member.ResolvedAt is not null)
                    .OrderBy(one => one.Member.ResolvedAt)
                    .Take(excess)
                    .Select(one => (one.Key, one.Member.Id)),
            ];
            ReceiverState receiver = state.ReceiverOf(ofReceiver.Key);
            state = new(
                state.Groups.SetItems(ofReceiver.Select(group => KeyValuePair.Create(group.Key, group with
                {
                    Members = group.Members.RemoveAll(member => drop.Contains((group.Key, member.Id))),
                }))),
                state.Receivers.SetItem(receiver.Name, receiver with { Forgotten = receiver.Forgotten + drop.Count }));
        }

        return state;
    }

    private sealed record OpenGroup(
        Destination Destination, LabelSet Labels, Dictionary<string, NotifiedIncident> Members);
}
