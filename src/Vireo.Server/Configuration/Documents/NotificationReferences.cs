using Vireo.Detection.Notifying;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What documents about telling people say about each other, put together.</summary>
internal static class NotificationReferences
{
    /// <summary>Reports routes to nobody, and receivers that nothing leads to.</summary>
    public static void Require(List<Located<RouteDraft>> routes, List<Located<ReceiverSettings>> receivers, UnreadDocuments unread)
    {
        foreach (var second in routes.Skip(1))
        {
            second.Report("kind", "There is already a document of kind Route. Keep one of them.");
        }

        string[] known = [.. receivers.Select(receiver => receiver.Value.Name)];
        foreach (var route in routes)
        {
            foreach (string wanted in route.Value.Receivers.Where(name => !known.Contains(name) && !unread.MayHold("Receiver", name)))
            {
                string nearest = NearestWord.Of(wanted, known) is { } near
                    ? $" The nearest is '{near}'." : " There is no document of kind Receiver.";
                route.Report("receiver", $"There is no receiver named '{wanted}'.{nearest}");
            }
        }

        foreach (var receiver in receivers.Where(
            one => !unread.MayHold("Route") && routes.TrueForAll(route => !route.Value.Receivers.Contains(one.Value.Name))))
        {
            receiver.Report("name",
                $"No route leads to '{receiver.Value.Name}'; name it in the document of kind Route.");
        }
    }

    /// <summary>All of it.</summary>
    public static NotificationSettings Combine(
        List<Located<RouteDraft>> routes, List<Located<ReceiverSettings>> receivers, List<Located<Silence>> silences)
    {
        var route = routes.FirstOrDefault()?.Value;

        return new(
            route?.Root, [.. receivers.Select(receiver => receiver.Value)], route?.Inhibitions ?? [],
            route?.Windows ?? [],
            [.. silences.Select(silence => silence.Value)]);
    }
}
