using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Wishes;

/// <summary>Machines that fit one NUMA node of some host wish to run on no host whose nodes are too small for
/// them.</summary>
internal static class NodeWishes
{
    /// <summary>One wish, of weight 1, for each machine that runs and that some hosts' nodes hold and others' do not; hosts of
    /// which nothing is known are neither.</summary>
    public static IEnumerable<PlacementWish> Of(FleetSnapshot fleet)
    {
        var kinds = fleet.Hosts.Where(host => host.Numa is not null)
            .GroupBy(host => host.Numa).Select(kind => kind.ToArray()).ToList();
        if (!kinds.Exists(kind => kind[0].Numa is { Nodes.Length: > 1 }))
        {
            yield break;
        }

        foreach (var machine in fleet.VirtualMachines.Where(machine => machine.State == PowerState.On))
        {
            int small = kinds.Count(kind => kind[0].SpansNodes(machine));
            if (small > 0 && small < kinds.Count)
            {
                yield return new PlacementWish(
                    new AffinityRule(
                        $"one NUMA node for {machine.Id}", AffinityKind.NeverOn, [machine.Id],
                        [.. kinds.Where(kind => kind[0].SpansNodes(machine)).SelectMany(kind => kind).Select(host => host.Id)]),
                    1);
            }
        }
    }
}
