namespace Vireo.Telemetry.Storage;

/// <summary>What a store holds and has done since it was opened.</summary>
/// <param name="Series">Series known.</param>
/// <param name="SamplesAppended">Samples acknowledged since opening.</param>
/// <param name="SamplesInMemory">Samples that are answered without touching the disk.</param>
/// <param name="Chunks">Compressed chunks written since opening.</param>
/// <param name="CorruptChunks">Chunks that could not be read and were passed over.</param>
/// <param name="BytesOnDisk">Size of the files, zero in memory.</param>
/// <param name="FailedAppends">Rounds refused since opening because the store was unavailable.</param>
public sealed record StoreStatistics(
    int Series, long SamplesAppended, long SamplesInMemory, long Chunks, long CorruptChunks, long BytesOnDisk,
    long FailedAppends);
