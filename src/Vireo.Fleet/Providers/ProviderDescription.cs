using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What a provider says of itself, for people.</summary>
/// <param name="Product">Maker, product and version; empty before it was read.</param>
/// <param name="ClockSkew">How far its clock is ahead of ours.</param>
/// <param name="Lacking">What the account lacks for which kind of action, one sentence each; empty when it may do all that
/// the provider can.</param>
public sealed record ProviderDescription(string Product, TimeSpan ClockSkew, ImmutableArray<string> Lacking);
