using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Vireo.Detection.Notifying;

/// <summary>Says which messages are due, and notes what became of them. Pure.</summary>
public static class Notifier
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AllowanceEvery = TimeSpan.FromSeconds(30);

    /// <summary>The messages to send now, at most one for each receiver.</summary>
    /// <param name="state">As it was observed last.</param>
    /// <param name="policy">Who is told of what.</param>
    /// <param name="busy">Receivers that a message is on its way to.</param>
    /// <param name="now">By the server's clock.</param>
    public static ImmutableArray<Notification> Due(
        NotificationState state, NotificationPolicy policy, IReadOnlySet<string> busy, DateTimeOffset now)
    {
        var due = state.Groups.Values
            .Where(group => !busy.Contains(group.Receiver) && IsDue(group, policy, now))
            .GroupBy(group => group.Receiver);

        return [.. due.Select(groups => Compose(state, policy, groups, now)).OfType<Notification>()];
    }

    /// <summary>Notes that a message is about to be sent; to be kept before it is.</summary>
    public static NotificationState Begin(NotificationState state, Notification notification, DateTimeOffset now)
    {
        ReceiverState receiver = state.ReceiverOf(notification.Receiver);

        return OnMembers(state, notification, (member, _) => member with { IsAttempted = true }, group => group) with
        {
            Receivers = state.Receivers.SetItem(receiver.Name, receiver with
            {
                Allowance = AllowanceOf(receiver, now) - 1,
                AllowanceAt = now,
            }),
        };
    }

    /// <summary>Notes that a message arrived.</summary>
    public static NotificationState Delivered(NotificationState state, Notification notification, DateTimeOffset now)
    {
        NotificationState told = OnMembers(
            state, notification,
            (member, sent) => sent.ResolvedAt is null
                ? member with { Told = sent.Severity, IsAttempted = false }
                : null,
            group => group with { ToldAt = now, Messages = group.Messages + 1 });

        return told with
        {
            Receivers = told.Receivers.SetItem(notification.Receiver, told.ReceiverOf(notification.Receiver) with
            {
                Failures = 0,
                LastError = "",
                DeliveredAt = now,
                RetryAt = now,
            }),
        };
    }

    /// <summary>Notes that a message did not arrive, or that nobody knows.</summary>
    /// <param name="state">As it is.</param>
    /// <param name="notification">The message.</param>
    /// <param name="error">Why, for people.</param>
    /// <param name="retryAfter">How long the receiver asked to be left alone.</param>
    /// <param name="now">By the server's clock.</param>
    public static NotificationState Failed(
        NotificationState state, Notification notification, string error, TimeSpan? retryAfter, DateTimeOffset now)
    {
        ReceiverState receiver = state.ReceiverOf(notification.Receiver);
        double seconds = Math.Min(
            LongestRetry.TotalSeconds, FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(receiver.Failures, 10)));
        var rest = TimeSpan.FromSeconds(seconds);

        return state with
        {
            Receivers = state.Receivers.SetItem(receiver.Name, receiver with
            {
                Failures = receiver.Failures + 1,
                LastError = error,
                RetryAt = now + (retryAfter > rest ? retryAfter.Value : rest),
            }),
        };
    }

    private static bool IsDue(NotificationGroup group, NotificationPolicy policy, DateTimeOffset now)
    {
        if (policy.ReceiverOf(group.Receiver) is not { } traits)
        {
            return false;
        }

        if (group.Members.Any(member => member.IsNews || IsEnd(member, traits)))
        {
            return now >= (group.ToldAt is { } told ? told + group.Interval : group.Since + group.Wait);
        }

        return group.ToldAt is { } last && now >= last + group.Repeat && group.Members.Any(member => member.IsFiring);
    }

    private static bool IsEnd(NotifiedIncident member, ReceiverTraits traits) =>
        member.ResolvedAt is not null && (member.Told is null || traits.SendsResolved);

    private static Notification? Compose(
        NotificationState state, NotificationPolicy policy, IEnumerable<NotificationGroup> due, DateTimeOffset now)
    {
        NotificationGroup[] groups =
            [.. due.OrderBy(group => group.Since).ThenBy(group => group.Key, StringComparer.Ordinal)];
        string name = groups[0].Receiver;
        ReceiverState receiver = state.ReceiverOf(name);
        ReceiverTraits traits = policy.ReceiverOf(name)!;
        double allowance = AllowanceOf(receiver, now);
        if (now < receiver.RetryAt || (allowance < 1 && !traits.IsFed))
        {
            return null;
        }

        // Everything at once where messages would pile up, and where one has to show whether the receiver is back.
        bool isDigest = traits.IsFed || (!traits.TakesOneGroup && (groups.Length > allowance || receiver.Failures > 0));
        ImmutableArray<NotificationGroup> told = isDigest ? [.. groups] : [groups[0]];
        ImmutableArray<NotifiedGroup> parts = [.. told.Select(group => Part(group, traits))];

        return new(name, KeyOf(name, told, parts), parts);
    }

    private static NotifiedGroup Part(NotificationGroup group, ReceiverTraits traits) => new(
        group.Key,
        group.Labels,
        [
            .. group.Members.Where(member => member.IsFiring)
                .OrderByDescending(member => member.Severity).ThenBy(member => member.Id, StringComparer.Ordinal),
        ],
        [.. group.Members.Where(member => IsEnd(member, traits))]);

    // From what is told and how many messages came before: the same after a crash, another one the next time.
    private static string KeyOf(
        string receiver, ImmutableArray<NotificationGroup> told, ImmutableArray<NotifiedGroup> parts)
    {
        var text = new StringBuilder(receiver);
        for (int i = 0; i < told.Length; i++)
        {
            text.Append('\n').Append(told[i].Key).Append('#').Append(told[i].Messages);
            foreach (NotifiedIncident incident in parts[i].Firing.Concat(parts[i].Resolved))
            {
                text.Append('\n').Append(incident.Id).Append(incident.ResolvedAt is null ? '+' : '-')
                    .Append(incident.Severity);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static double AllowanceOf(ReceiverState receiver, DateTimeOffset now) =>
        Math.Min(NotificationBook.MostAtOnce,
            receiver.Allowance + Math.Max(0, (now - receiver.AllowanceAt) / AllowanceEvery));

    private static NotificationState OnMembers(
        NotificationState state, Notification notification,
        Func<NotifiedIncident, NotifiedIncident, NotifiedIncident?> change,
        Func<NotificationGroup, NotificationGroup> mark)
    {
        ImmutableSortedDictionary<string, NotificationGroup>.Builder groups = state.Groups.ToBuilder();
        foreach (NotifiedGroup part in notification.Groups)
        {
            if (!groups.TryGetValue(part.Key, out NotificationGroup? group))
            {
                continue;
            }

            var sent = part.Firing.Concat(part.Resolved).ToDictionary(incident => incident.Id);
            ImmutableArray<NotifiedIncident> members =
            [
                .. group.Members
                    .Select(member =>
                        sent.TryGetValue(member.Id, out NotifiedIncident? told) ? change(member, told) : member)
                    .OfType<NotifiedIncident>(),
            ];
            groups[part.Key] = mark(group) with { Members = members };
        }

        return state with { Groups = groups.ToImmutable() };
    }
}
