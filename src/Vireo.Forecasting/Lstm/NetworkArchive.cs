namespace Vireo.Forecasting.Lstm;

/// <summary>Keeps what a batch of series learns for the network they share. It is trained twice: on what lies before
/// the values that judge it, and on everything.</summary>
/// <param name="Judged">Keeps the first training; null keeps none.</param>
/// <param name="Shared">Keeps the second training; null keeps none.</param>
/// <param name="Trained">Given both networks, before they forecast; not called when the series are too few or too short
/// to train one. Null for nobody.</param>
public sealed record NetworkArchive(ICheckpoint? Judged, ICheckpoint? Shared, Action<NetworkPair>? Trained)
{
    /// <summary>Keeps nothing.</summary>
    public static NetworkArchive None { get; } = new(null, null, null);

    /// <summary>Networks that were trained before: nothing is trained then, however few the series are. Null trains
    /// anew.</summary>
    public NetworkPair? Known { get; init; }
}
