namespace Vireo.Forecasting.Lstm;

/// <summary>One example: what was known at an origin and what came next.</summary>
/// <param name="Series">Index of the history.</param>
/// <param name="Origin">Index of the first value to forecast.</param>
/// <param name="Memory">Values before the origin that may be known.</param>
/// <param name="GapSeed">Seed of the values that are hidden to practise gaps; zero hides none.</param>
internal readonly record struct TrainingWindow(int Series, int Origin, int Memory, int GapSeed);
