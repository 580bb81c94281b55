using System.Collections.Immutable;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>Load that no running host can take, and that another host could.</summary>
/// <param name="Why">Whose it is, for people.</param>
/// <param name="Mhz">CPU that it needs, mean of the horizon.</param>
/// <param name="Bytes">Memory that it needs.</param>
/// <param name="Hosts">Positions of hosts, off or on their way up, that could take it; at least one.</param>
internal sealed record HostNeed(string Why, double Mhz, long Bytes, ImmutableArray<int> Hosts);
