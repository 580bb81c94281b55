using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow;

/// <summary>What stands in a switch.</summary>
/// <param name="Flows">All, whoever made them.</param>
/// <param name="Groups">All.</param>
/// <param name="Meters">By number; null where one does more than ours can.</param>
internal sealed record SwitchState(
    ImmutableArray<Flow> Flows, ImmutableArray<FlowGroup> Groups, ImmutableDictionary<uint, FlowMeter?> Meters);
