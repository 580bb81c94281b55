using System.Collections.Immutable;

namespace Vireo.Detection.Notifying;

/// <summary>Who is told of what, and when.</summary>
/// <param name="Route">The root of the routing tree; null when nobody is told of anything.</param>
/// <param name="Receivers">By unique name.</param>
/// <param name="Inhibitions">What keeps what from being told.</param>
public sealed record NotificationPolicy(
    NotificationRoute? Route, ImmutableArray<ReceiverTraits> Receivers, ImmutableArray<InhibitionRule> Inhibitions)
{
    /// <summary>Nobody is told of anything.</summary>
    public static NotificationPolicy Nobody { get; } = new(null, [], []);

    /// <summary>One message for each kind of trouble in each cluster.</summary>
    public static ImmutableArray<string> UsualGroupBy { get; } = ["cluster", "alertname"];

    /// <summary>Long enough for what one cause brings about to arrive together.</summary>
    public static TimeSpan UsualGroupWait { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time between two messages about one group.</summary>
    public static TimeSpan UsualGroupInterval { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Twice a working day.</summary>
    public static TimeSpan UsualRepeatInterval { get; } = TimeSpan.FromHours(4);

    /// <summary>A receiver by its name; null when there is none.</summary>
    public ReceiverTraits? ReceiverOf(string name) => Receivers.FirstOrDefault(receiver => receiver.Name == name);
}
