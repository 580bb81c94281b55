namespace Vireo.Telemetry.Storage;

/// <summary>Holds a lock for reading until the end of the scope.</summary>
internal readonly ref struct ReadLock
{
    private readonly ReaderWriterLockSlim gate;

    public ReadLock(ReaderWriterLockSlim gate)
    {
        this.gate = gate;
        gate.EnterReadLock();
    }

    public void Dispose() => gate.ExitReadLock();
}
