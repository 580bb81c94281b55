using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>Finds who is told of an incident.</summary>
internal static class Routing
{
    /// <summary>Once a minute and at once: such a receiver groups, waits and repeats by itself.</summary>
    private static readonly TimeSpan FeedEvery = TimeSpan.FromMinutes(1);

    /// <summary>The leaves that take it; at least one, as the root takes everything.</summary>
    public static IEnumerable<Destination> Of(NotificationPolicy policy, LabelSet labels) =>
        policy.Route is { Receiver: { } receiver } root
            ? Below(root, labels, new(
                "0", receiver, root.GroupBy ?? NotificationPolicy.UsualGroupBy,
                root.GroupWait ?? NotificationPolicy.UsualGroupWait,
                root.GroupInterval ?? NotificationPolicy.UsualGroupInterval,
                root.RepeatInterval ?? NotificationPolicy.UsualRepeatInterval))
                .Select(found => policy.ReceiverOf(found.Receiver) is { IsFed: true } ? Fed(found) : found)
            : [];

    private static IEnumerable<Destination> Below(NotificationRoute route, LabelSet labels, Destination inherited)
    {
        bool isTaken = false;
        for (int i = 0; i < route.Routes.Length; i++)
        {
            NotificationRoute child = route.Routes[i];
            if (!child.Matchers.Matches(labels))
            {
                continue;
            }

            isTaken = true;
            foreach (Destination found in Below(child, labels, Inherit(inherited, child, i)))
            {
                yield return found;
            }

            if (!child.Continue)
            {
                yield break;
            }
        }

        if (!isTaken)
        {
            yield return inherited;
        }
    }

    private static Destination Inherit(Destination parent, NotificationRoute child, int position) => new(
        $"{parent.Path}/{position}", child.Receiver ?? parent.Receiver, child.GroupBy ?? parent.GroupBy,
        child.GroupWait ?? parent.GroupWait, child.GroupInterval ?? parent.GroupInterval,
        child.RepeatInterval ?? parent.RepeatInterval);

    private static Destination Fed(Destination found) => found with
    {
        GroupBy = [],
        GroupWait = TimeSpan.Zero,
        GroupInterval = TimeSpan.Zero,
        RepeatInterval = FeedEvery,
    };
}
