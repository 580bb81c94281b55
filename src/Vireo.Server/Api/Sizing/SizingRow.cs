using Vireo.Fleet;
using Vireo.Scheduling.Sizing;

namespace Vireo.Server.Api.Sizing;

/// <summary>The advice for one machine in a list.</summary>
/// <param name="Cluster">Where it runs.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Advice">The size it should have, with evidence and risk.</param>
public sealed record SizingRow(ClusterId Cluster, string Name, SizingAdvice Advice);
