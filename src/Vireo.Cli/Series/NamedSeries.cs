namespace Vireo.Cli.Series;

/// <summary>One series of a file.</summary>
/// <param name="Id">The <c>unique_id</c>.</param>
/// <param name="Grid">Where its values stand.</param>
/// <param name="Values">Oldest first; NaN where missing.</param>
internal sealed record NamedSeries(string Id, SeriesGrid Grid, double[] Values);
