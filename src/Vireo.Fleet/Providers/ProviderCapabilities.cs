namespace Vireo.Fleet;

/// <summary>What a provider can do and how it measures; probed, never assumed.</summary>
/// <param name="Actions">The actions it can carry out with the credentials it has (S32).</param>
/// <param name="SampleInterval">Spacing of its measurements.</param>
/// <param name="HistoryRetention">How far back it can be asked for missed measurements; zero when it keeps
/// none.</param>
public sealed record ProviderCapabilities(
    ActionKinds Actions, TimeSpan SampleInterval, TimeSpan HistoryRetention);
