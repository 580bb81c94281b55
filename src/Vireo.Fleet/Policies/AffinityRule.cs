using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>A placement rule. Among the rules of a policy it is hard and holds at every intermediate step (S1, S2); as a
/// wish it has a price.</summary>
/// <param name="Name">The rule's identifier in explanations.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="VirtualMachines">Whom it binds.</param>
/// <param name="Hosts">For the host rules; empty otherwise.</param>
public sealed record AffinityRule(
    string Name, AffinityKind Kind, ImmutableArray<VirtualMachineId> VirtualMachines, ImmutableArray<HostId> Hosts)
{
    /// <summary>What is one place, for those that keep together or apart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AffinityScope Scope { get; init; }

    /// <summary>Hosts that the machines may use together, at least 1, for <see cref="AffinityKind.AtMostHosts"/>; 0
    /// otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MostHosts { get; init; }
}
