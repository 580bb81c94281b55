namespace Vireo.Benchmarks.Detect;

/// <summary>What the Numenta rule says of a detector.</summary>
/// <param name="Score">0 for silence, 100 for perfect.</param>
/// <param name="Threshold">The one threshold.</param>
/// <param name="Found">Windows with a detection.</param>
/// <param name="Windows">All windows.</param>
/// <param name="FalseRows">Rows above the threshold outside of windows.</param>
internal sealed record NabResult(double Score, double Threshold, int Found, int Windows, int FalseRows);
