using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Whether a policy may take another's place by what the past says.</summary>
/// <param name="IsAcceptable">Whether it breaks no rule that the other keeps and is not clearly worse.</param>
/// <param name="Objections">What speaks against it, one sentence with figures each; empty when nothing does.</param>
/// <param name="Summary">One sentence.</param>
public sealed record ReplayVerdict(bool IsAcceptable, ImmutableArray<string> Objections, string Summary);
