using System.Collections.Immutable;

namespace Vireo.Detection.Previewing;

/// <summary>What rules would have done in a time that is past.</summary>
/// <param name="From">Start of the time looked at: as far back as was asked for and history goes.</param>
/// <param name="To">Its end.</param>
/// <param name="Looks">How often they were asked, once a step.</param>
/// <param name="Rules">In the order of the rules.</param>
/// <param name="Failures">Why rules had no result, each once; empty when all had.</param>
public sealed record RulePreview(
    DateTimeOffset From, DateTimeOffset To, int Looks, ImmutableArray<PreviewedRule> Rules, ImmutableArray<string> Failures);
