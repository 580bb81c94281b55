using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Finds hosts and machines in arrays that are ordered by identifier, in O(log n).</summary>
internal static class FleetLookup
{
    public static Host? Find(ImmutableArray<Host> hosts, HostId id) => Search(hosts, id, host => host.Id);

    public static VirtualMachine? Find(ImmutableArray<VirtualMachine> machines, VirtualMachineId id) =>
        Search(machines, id, machine => machine.Id);

    private static T? Search<T, TId>(ImmutableArray<T> ordered, TId id, Func<T, TId> idOf)
        where T : class
        where TId : IComparable<TId>
    {
        int low = 0;
        int high = ordered.Length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = idOf(ordered[middle]).CompareTo(id);
            if (order == 0)
            {
                return ordered[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
