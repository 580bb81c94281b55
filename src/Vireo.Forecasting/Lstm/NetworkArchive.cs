namespace Vireo.Forecasting.Lstm;

/// <summary>Keeps what a batch of series learns for the network they share. It is trained twice: on what lies before
/// the values that judge it, and on everything.</summary>
/// <param name="Judged">Keeps the first training; null keeps none.</param>
/// <param name="Shared">Keeps the second training; null keeps none.</param>
/// <param name="Trained">Given the network that has seen everything, before it forecasts; not called when the series
/// are too few or too short to train one. Null for nobody.</param>
public sealed record NetworkArchive(ICheckpoint? Judged, ICheckpoint? Shared, Action<LstmNetwork>? Trained)
{
    /// <summary>Keeps nothing.</summary>
    public static NetworkArchive None { get; } = new(null, null, null);
}
