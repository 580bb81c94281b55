using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>All that is known of a server's objects, by reference.</summary>
internal sealed class VCenterPicture
{
    /// <summary>Virtual machines and templates.</summary>
    public Dictionary<ManagedObject, MachineFacts> Machines { get; } = [];

    /// <summary>Hosts.</summary>
    public Dictionary<ManagedObject, HostFacts> Hosts { get; } = [];

    /// <summary>Resource pools.</summary>
    public Dictionary<ManagedObject, PoolFacts> Pools { get; } = [];

    /// <summary>Clusters, and hosts outside of them.</summary>
    public Dictionary<ManagedObject, ClusterFacts> Clusters { get; } = [];

    /// <summary>Datacenters, folders, datastores and networks.</summary>
    public Dictionary<ManagedObject, PlaceFacts> Places { get; } = [];

    /// <summary>Objects of all kinds.</summary>
    public int Count => Machines.Count + Hosts.Count + Pools.Count + Clusters.Count + Places.Count;

    /// <summary>Makes an object known; one that is known already stays as it is.</summary>
    public void Enter(ManagedObject target)
    {
        switch (target.Type)
        {
            case "VirtualMachine":
                Machines.TryAdd(target, new MachineFacts { Reference = target });
                break;
            case "HostSystem":
                Hosts.TryAdd(target, new HostFacts { Reference = target });
                break;
            case "ResourcePool" or "VirtualApp":
                Pools.TryAdd(target, new PoolFacts { Reference = target });
                break;
            case "ClusterComputeResource" or "ComputeResource":
                Clusters.TryAdd(target, new ClusterFacts { Reference = target });
                break;
            default:
                Places.TryAdd(target, new PlaceFacts { Reference = target });
                break;
        }
    }

    /// <summary>Sets a property of an object that is known.</summary>
    public void Set(ManagedObject target, string path, XElement? value)
    {
        if (Machines.TryGetValue(target, out var machine))
        {
            Machines[target] = machine.With(path, value);
        }
        else if (Hosts.TryGetValue(target, out var host))
        {
            Hosts[target] = host.With(path, value);
        }
        else if (Pools.TryGetValue(target, out var pool))
        {
            Pools[target] = pool.With(path, value);
        }
        else if (Clusters.TryGetValue(target, out var cluster))
        {
            Clusters[target] = cluster.With(path, value);
        }
        else if (Places.TryGetValue(target, out var place))
        {
            Places[target] = place.With(path, value);
        }
    }

    /// <summary>Forgets an object.</summary>
    public void Leave(ManagedObject target)
    {
        Machines.Remove(target);
        Hosts.Remove(target);
        Pools.Remove(target);
        Clusters.Remove(target);
        Places.Remove(target);
    }

    /// <summary>The datacenter above an object; null when there is none.</summary>
    public ManagedObject? DatacenterOf(ManagedObject target)
    {
        var above = ParentOf(target);
        while (above is { Type: not "Datacenter" } next)
        {
            above = ParentOf(next);
        }

        return above;
    }

    private ManagedObject? ParentOf(ManagedObject target) =>
        Machines.TryGetValue(target, out var machine) ? machine.Parent
        : Hosts.TryGetValue(target, out var host) ? host.Parent
        : Pools.TryGetValue(target, out var pool) ? pool.Parent
        : Clusters.TryGetValue(target, out var cluster) ? cluster.Parent
        : Places.GetValueOrDefault(target)?.Parent;
}
