namespace Vireo.Forecasting.Lstm;

/// <summary>Keeps the state of a training where it survives an interruption: a file, a table. This room opens
/// none.</summary>
public interface ICheckpoint
{
    /// <summary>What was written last; null when nothing was.</summary>
    byte[]? Read();

    /// <summary>Replaces what was written, whole or not at all: an interruption must leave the old state.</summary>
    void Write(byte[] state);
}
