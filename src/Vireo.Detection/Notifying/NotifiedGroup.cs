using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>One group as a message tells it.</summary>
/// <param name="Key">Of the group.</param>
/// <param name="Labels">What its incidents share.</param>
/// <param name="Firing">What is wrong, the most urgent first.</param>
/// <param name="Resolved">What is over since the message before, or was over before anyone could be told.</param>
public sealed record NotifiedGroup(
    string Key, LabelSet Labels, ImmutableArray<NotifiedIncident> Firing, ImmutableArray<NotifiedIncident> Resolved);
