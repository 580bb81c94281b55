namespace Vireo.Detection;

/// <summary>The worst quarter of an hour of the last hour.</summary>
/// <param name="Errors">Errors in it.</param>
/// <param name="Samples">Samples in it that showed any.</param>
/// <param name="Usual">Errors in a usual quarter of an hour before the last hour.</param>
internal readonly record struct ErrorBurst(double Errors, int Samples, double Usual);
