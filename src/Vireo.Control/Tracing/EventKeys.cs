using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The names under which events are followed: the same in every life of the loop, so that what follows from
/// something is found after a restart too.</summary>
internal static class EventKeys
{
    private const string Force = "in-force/";

    public static string Decision(long receipt) => $"decision/{Text(receipt)}";

    public static string Answer(long receipt) => $"decision/{Text(receipt)}/answer";

    public static string Action(ActionId id) => $"action/{id.Value}";

    public static string Ended(ActionId id) => $"action/{id.Value}/ended";

    public static string Incident(string id) => $"incident/{id}";

    public static string Order(MachineOrder order) => $"order/{order.Action.Target.Value}/{Text(order.RequestedAt.UtcTicks)}";

    public static string Deployment(DeploymentId id) => $"deployment/{id.Value}";

    /// <summary>Something that is in force for the whole cluster from then on.</summary>
    public static string InForce(DateTimeOffset at) => Force + Text(at.UtcTicks);

    public static bool IsInForce(string key) => key.StartsWith(Force, StringComparison.Ordinal);

    /// <summary>Of what has no name of its own.</summary>
    public static string Any(FleetEvent happened) =>
        $"{happened.Kind}/{happened.Entity.Value}/{Text(happened.At.UtcTicks)}".ToLowerInvariant();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
