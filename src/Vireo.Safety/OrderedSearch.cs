using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>Binary search by identifier in the snapshot's ordered arrays.</summary>
internal static class OrderedSearch
{
    /// <summary>The position of an identifier; negative when it is absent.</summary>
    public static int BinarySearch<T, TId>(this ImmutableArray<T> items, TId id, Func<T, TId> idOf)
        where TId : struct, IIdentifier<TId>
    {
        int low = 0;
        int high = items.Length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = idOf(items[middle]).CompareTo(id);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
