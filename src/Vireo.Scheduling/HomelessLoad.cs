using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling;

/// <summary>Load that a step before placement wanted to bring and that no running host could take: a reason to wake
/// one.</summary>
/// <param name="Why">Whose it is, for people.</param>
/// <param name="Mhz">CPU that it needs.</param>
/// <param name="Bytes">Memory that it needs.</param>
/// <param name="Hosts">Hosts, off or on their way up, that could take it; at least one.</param>
internal sealed record HomelessLoad(string Why, double Mhz, long Bytes, ImmutableArray<HostId> Hosts);
