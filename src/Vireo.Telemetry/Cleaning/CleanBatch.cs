using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>One collection round after cleaning: stored whole or not at all.</summary>
/// <param name="Samples">Believable samples, rates instead of counters; a repeated instant corrects the earlier
/// value.</param>
/// <param name="Marks">What was noticed on the way.</param>
/// <param name="Watermark">How far the provider has been read with this round; null when that is unknown.</param>
public sealed record CleanBatch(
    IReadOnlyList<Measurement> Samples, IReadOnlyList<SampleMark> Marks, ProviderWatermark? Watermark)
{
    /// <summary>Wraps samples that need no cleaning.</summary>
    public static CleanBatch Of(IReadOnlyList<Measurement> samples) => new(samples, [], null);
}
