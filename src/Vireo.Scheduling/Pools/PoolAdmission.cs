using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Whether what pools are promised can be guaranteed, and by how much not.</summary>
public static class PoolAdmission
{
    /// <summary>Judges pools in their order: those that come first are admitted first.</summary>
    /// <param name="pools">All pools of a cluster.</param>
    /// <param name="capacityOf">What the cluster has of a resource; infinite where that is not known.</param>
    public static IReadOnlyList<PoolShortfall> Check(IReadOnlyList<ResourcePool> pools, Func<PoolResource, double> capacityOf)
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(capacityOf);
        var byId = pools.ToDictionary(pool => pool.Id);
        var found = new List<PoolShortfall>();
        foreach (var family in pools.GroupBy(pool => pool.Parent))
        {
            foreach (var resource in Enum.GetValues<PoolResource>())
            {
                var (room, whose) = family.Key is { } parent && byId.TryGetValue(parent, out var known)
                    ? (known.Terms.Of(resource).Reservation, $"its pool '{parent}' reserves")
                    : (capacityOf(resource), "the cluster has");
                Check(family, resource, room, whose, found);
            }
        }

        return found;
    }

    private static void Check(
        IEnumerable<ResourcePool> family, PoolResource resource, double room, string whose, List<PoolShortfall> found)
    {
        double left = room;
        foreach (var pool in family)
        {
            double wanted = pool.Terms.Of(resource).Reservation;
            double missing = Math.Max(0, wanted - left);
            if (missing > 1e-6 * wanted)
            {
                found.Add(new PoolShortfall(
                    pool.Id, resource, missing,
                    $"The reservation of pool '{pool.Id}' of {Amount(wanted, resource)} cannot be guaranteed: {whose} " +
                    $"{Amount(room, resource)}, of which {Amount(left, resource)} is free. It is {Amount(missing, resource)} short."));
            }

            left = Math.Max(0, left - wanted);
        }
    }

    /// <summary>An amount of a resource, for people.</summary>
    public static string Amount(double value, PoolResource resource) => resource switch
    {
        PoolResource.Cpu => string.Create(CultureInfo.InvariantCulture, $"{value:0} MHz"),
        PoolResource.Memory => string.Create(CultureInfo.InvariantCulture, $"{value / (1L << 30):0.#} GiB of memory"),
        PoolResource.Network => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.#} MB/s of network"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.#} MB/s of disk"),
    };
}
