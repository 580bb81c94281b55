namespace Vireo.Telemetry.Collecting;

/// <summary>What one round brought.</summary>
/// <param name="ProvidersRead">Providers that answered.</param>
/// <param name="ProvidersFailed">Providers that failed now, or are left alone for a while because they failed
/// before.</param>
/// <param name="SamplesStored">Clean samples made durable, those of earlier rounds that had to wait included.</param>
/// <param name="RoundsWaiting">Clean rounds that wait for the store.</param>
public readonly record struct CollectionSummary(
    int ProvidersRead, int ProvidersFailed, long SamplesStored, int RoundsWaiting);
