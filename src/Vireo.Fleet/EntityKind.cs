using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a measurement, event or incident is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntityKind>))]
public enum EntityKind
{
    /// <summary>A virtual machine.</summary>
    VirtualMachine,

    /// <summary>A host.</summary>
    Host,

    /// <summary>A resource pool.</summary>
    Pool,

    /// <summary>A cluster.</summary>
    Cluster,

    /// <summary>A provider, or Vireo itself.</summary>
    Provider,

    /// <summary>A group of replicas.</summary>
    Group,

    /// <summary>A rack, power feed or site: what the hosts of one fault domain share.</summary>
    Rack,

    /// <summary>Shared storage that holds disks of virtual machines.</summary>
    Datastore,

    /// <summary>A machine as a load balancer knows it: the load balancer's name, a slash and the machine.</summary>
    Backend,

    /// <summary>The network that a provider manages.</summary>
    Network,
}
