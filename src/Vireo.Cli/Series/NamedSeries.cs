namespace Vireo.Cli.Series;

/// <summary>One series of a file.</summary>
/// <param name="Id">The <c>unique_id</c>.</param>
/// <param name="Stamps">The <c>ds</c> of each value, as written.</param>
/// <param name="Values">Oldest first; NaN where missing.</param>
internal sealed record NamedSeries(string Id, IReadOnlyList<string> Stamps, double[] Values);
