namespace Vireo.Benchmarks.Detect;

/// <summary>A series, or the metrics of one machine, with what was wrong in it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Values">One array a metric, equally long.</param>
/// <param name="At">Instant of each row.</param>
/// <param name="Labels">Whether a row is anomalous; empty where windows are given.</param>
/// <param name="Windows">First and last row of each window.</param>
/// <param name="Taught">Rows at the begin that only teach.</param>
internal sealed record LabelledSeries(
    string Name, double[][] Values, DateTime[] At, bool[] Labels, (int First, int Last)[] Windows, int Taught);
