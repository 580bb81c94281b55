using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A router's way to the outside.</summary>
/// <param name="Network">A network of kind VLAN.</param>
/// <param name="Address">The router's address there, with the length of its prefix: 192.0.2.10/24.</param>
/// <param name="Hosts">Hosts that may carry it, the preferred first; the next takes over when one fails.</param>
/// <param name="SourceNat">Whether machines speak to the outside with the router's address.</param>
public sealed record ExternalLink(string Network, string Address, ImmutableArray<string> Hosts, bool SourceNat);
