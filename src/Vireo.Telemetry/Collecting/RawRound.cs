using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Collecting;

/// <summary>What one provider gave in one round.</summary>
internal sealed record RawRound(
    DateTimeOffset ReceivedAt, IReadOnlyList<Measurement> Samples, ProviderWatermark? Watermark);
