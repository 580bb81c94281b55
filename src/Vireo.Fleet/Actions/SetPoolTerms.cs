using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Makes a provider enforce a resource pool: creates it, or changes its terms and members.</summary>
public sealed record SetPoolTerms(PoolSetting Setting) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Pools;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(Setting.Pool);
}
