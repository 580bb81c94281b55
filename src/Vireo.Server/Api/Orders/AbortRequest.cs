using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Api.Orders;

/// <summary>What the provider is asked to abort; how it ends is read back.</summary>
/// <param name="Machine">On which machine.</param>
/// <param name="Actions">What was under way when it was asked.</param>
public sealed record AbortRequest(VirtualMachineId Machine, ImmutableArray<FleetAction> Actions);
