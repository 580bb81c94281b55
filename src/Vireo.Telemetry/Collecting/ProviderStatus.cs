using Vireo.Fleet;

namespace Vireo.Telemetry.Collecting;

/// <summary>How collecting from one provider goes.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="LastSuccess">When it last answered, by our clock; null when it never did.</param>
/// <param name="NewestSample">The newest instant taken from it, by its clock; null when there is none.</param>
/// <param name="FailuresInARow">Failed rounds since the last success.</param>
/// <param name="NextAttempt">Not read before this instant; null when it answered last time.</param>
/// <param name="SamplesRead">Measurements it has given since the collector started.</param>
/// <param name="Error">What is wrong, for people; empty when nothing is.</param>
public sealed record ProviderStatus(
    ProviderId Provider, DateTimeOffset? LastSuccess, DateTimeOffset? NewestSample, int FailuresInARow,
    DateTimeOffset? NextAttempt, long SamplesRead, string Error);
