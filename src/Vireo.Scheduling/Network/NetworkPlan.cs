using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>What has to change so that the network is as declared.</summary>
/// <param name="Id">Names this plan: the same changes have the same name, so what was looked at is what is carried
/// out.</param>
/// <param name="Stages">Changes in order.</param>
/// <param name="Losses">What machines cannot do afterwards.</param>
/// <param name="Refusals">Why it must not be carried out; empty when it may be.</param>
/// <param name="Remarks">What the operator should know besides.</param>
public sealed record NetworkPlan(
    string Id, ImmutableArray<OvnStage> Stages, ImmutableArray<ConnectivityLoss> Losses,
    ImmutableArray<string> Refusals, ImmutableArray<string> Remarks)
{
    /// <summary>Which machines are in which networks; empty where what is declared cannot be.</summary>
    [JsonIgnore]
    public ImmutableArray<AttachedPort> Ports { get; init; } = [];

    /// <summary>Whether everything is as declared.</summary>
    public bool IsEmpty => Stages.IsEmpty;
}
