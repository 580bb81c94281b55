namespace Vireo.Fleet;

/// <summary>What a machine will want of its host's link or disks at its worst moment within the horizon, in bytes per
/// second.</summary>
/// <param name="Median">As likely more as less.</param>
/// <param name="Upper">The 0.95 quantile; at least the median.</param>
public readonly record struct PeakTraffic(double Median, double Upper);
