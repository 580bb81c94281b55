namespace Vireo.Server.Dashboard.Charts;

/// <summary>A prediction interval, step by step.</summary>
/// <param name="Level">Nominal coverage in percent, for people.</param>
/// <param name="Low">Lower bounds.</param>
/// <param name="High">Upper bounds.</param>
public sealed record ChartBand(int Level, IReadOnlyList<double> Low, IReadOnlyList<double> High);
