namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>Where a flow stands.</summary>
/// <param name="Table">The table.</param>
/// <param name="Priority">The higher wins.</param>
/// <param name="Match">Which packets.</param>
internal readonly record struct FlowKey(byte Table, ushort Priority, FlowMatch Match);
