using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How each replica of a group answered lately, from what was measured.</summary>
internal static class ReplicaServices
{
    // Half an hour at the usual step: more than one bad reading, less than an update takes.
    private const int Newest = 6;

    /// <summary>Replicas that answered at all, ordered by identifier.</summary>
    public static ImmutableArray<ReplicaService> Of(FleetSeries series, IEnumerable<VirtualMachineId> members) =>
        [.. members.Distinct().Order().Select(member => Of(series, member)).OfType<ReplicaService>()];

    private static ReplicaService? Of(FleetSeries series, VirtualMachineId member)
    {
        if (series.Find(EntityId.Of(member), Metric.ResponseTime) is not { } response)
        {
            return null;
        }

        // The series of one that has left ends before the window does.
        int missing = (int)((series.AsOf - response.End) / response.Step);
        int count = Math.Clamp(Newest - missing, 0, response.Values.Length);
        double[] answers = [.. response.Values[^count..].ToArray().Where(double.IsFinite).Order()];

        return answers.Length == 0
            ? null
            : new ReplicaService(member, TimeSpan.FromSeconds(Math.Round(answers[answers.Length / 2], 6)), answers.Length);
    }
}
