using System.Collections.Immutable;

namespace Vireo.Detection.Rules.Files;

/// <summary>Rules evaluated one after the other, at the same instants.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Interval">Between evaluations; null for the default.</param>
/// <param name="Limit">Most results of one rule; 0 for no limit of its own.</param>
/// <param name="Rules">In order: later ones see what earlier ones record.</param>
public sealed record RuleGroup(string Name, TimeSpan? Interval, int Limit, ImmutableArray<Rule> Rules);
