using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying;

/// <summary>What configuration says about telling people.</summary>
/// <param name="Route">The root of the routing tree; null when nobody is told.</param>
/// <param name="Receivers">By unique name.</param>
/// <param name="Inhibitions">What keeps what from being told.</param>
/// <param name="Windows">Maintenance windows.</param>
/// <param name="Silences">Those that stand in files.</param>
public sealed record NotificationSettings(
    NotificationRoute? Route, ImmutableArray<ReceiverSettings> Receivers, ImmutableArray<InhibitionRule> Inhibitions,
    ImmutableArray<MaintenanceWindow> Windows, ImmutableArray<Silence> Silences)
{
    /// <summary>Nobody is told of anything.</summary>
    public static NotificationSettings None { get; } = new(null, [], [], [], []);

    /// <summary>The part that decides.</summary>
    public NotificationPolicy Policy => new(Route, [.. Receivers.Select(receiver => receiver.Traits)], Inhibitions);

    /// <summary>Whether both say the same.</summary>
    public bool IsSameAs(NotificationSettings other) =>
        JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);
}
