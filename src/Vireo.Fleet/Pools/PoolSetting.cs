using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>A pool as a provider enforces it.</summary>
/// <param name="Pool">Which pool.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Provider">Who enforces it.</param>
/// <param name="Parent">The pool it is a part of, if any.</param>
/// <param name="Terms">Reservation, limit and shares in force.</param>
/// <param name="VirtualMachines">Who draws from it directly, ordered.</param>
public sealed record PoolSetting(
    ResourcePoolId Pool,
    ClusterId Cluster,
    ProviderId Provider,
    ResourcePoolId? Parent,
    PoolTerms Terms,
    ImmutableArray<VirtualMachineId> VirtualMachines)
{
    /// <summary>What its provider cannot enforce, ordered; null for nothing. Set by the provider, never asked
    /// for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<PoolResource>? NotEnforced { get; init; }

    /// <summary>Whether others made it: it is shown, counted and left as it is (S23). Set by the provider, never asked
    /// for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsForeign { get; init; }

    /// <summary>Whether it promises and limits nothing, for nobody.</summary>
    [JsonIgnore]
    public bool IsReleased => Terms == PoolTerms.Usual && VirtualMachines.IsEmpty;

    /// <summary>The same pool without promises, limits and members.</summary>
    public PoolSetting Released() => this with
    {
        Parent = null,
        Terms = PoolTerms.Usual,
        VirtualMachines = [],
        NotEnforced = null,
    };

    /// <summary>Whether another setting means the same.</summary>
    public bool IsSameAs(PoolSetting other) =>
        Pool == other.Pool && Cluster == other.Cluster && Provider == other.Provider && Parent == other.Parent &&
        Terms == other.Terms && VirtualMachines.AsSpan().SequenceEqual(other.VirtualMachines.AsSpan());
}
