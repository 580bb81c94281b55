using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Changes the network: one stage of what makes it as declared, in one transaction.</summary>
/// <param name="Provider">Who carries it out.</param>
/// <param name="Stage">What changes.</param>
/// <param name="Losses">What machines cannot do afterwards; empty when nobody loses anything.</param>
public sealed record ChangeNetwork(ProviderId Provider, OvnStage Stage, ImmutableArray<ConnectivityLoss> Losses) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Network;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.OfNetwork(Provider);
}
