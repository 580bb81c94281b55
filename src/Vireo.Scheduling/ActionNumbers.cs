using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling;

/// <summary>Identifiers of actions: the instant of the picture, the cluster, the step where it has a word, and the
/// action's place.</summary>
internal static class ActionNumbers
{
    /// <summary>The identifier of a step's action.</summary>
    /// <param name="fleet">The picture that is decided on.</param>
    /// <param name="step">The step's word; empty for placement.</param>
    /// <param name="number">From 1.</param>
    public static ActionId Next(FleetSnapshot fleet, string step, int number)
    {
        string stamp = fleet.TakenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);

        return new ActionId($"{stamp}-{fleet.Cluster}-{(step.Length == 0 ? "" : $"{step}-")}{number}");
    }
}
