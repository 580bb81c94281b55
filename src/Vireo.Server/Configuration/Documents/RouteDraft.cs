using System.Collections.Immutable;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Configuration.Documents;

/// <summary>The document that says who is told of what.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Root">The routing tree.</param>
/// <param name="Inhibitions">What keeps what from being told.</param>
/// <param name="Windows">Maintenance windows.</param>
internal sealed record RouteDraft(
    string Name, NotificationRoute Root, ImmutableArray<InhibitionRule> Inhibitions,
    ImmutableArray<MaintenanceWindow> Windows)
{
    /// <summary>Every receiver that the tree names.</summary>
    public IEnumerable<string> Receivers => Below(Root).Select(route => route.Receiver).OfType<string>();

    private static IEnumerable<NotificationRoute> Below(NotificationRoute route) =>
        route.Routes.SelectMany(Below).Prepend(route);
}
