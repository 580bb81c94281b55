namespace Vireo.Server.Dashboard.Charts;

/// <summary>Something that happened, as a vertical line.</summary>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Label">A word or two.</param>
public sealed record ChartEvent(long At, string Label);
