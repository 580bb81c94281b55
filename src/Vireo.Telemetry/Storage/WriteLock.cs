namespace Vireo.Telemetry.Storage;

/// <summary>Holds a lock for writing until the end of the scope.</summary>
internal readonly ref struct WriteLock
{
    private readonly ReaderWriterLockSlim gate;

    public WriteLock(ReaderWriterLockSlim gate)
    {
        this.gate = gate;
        gate.EnterWriteLock();
    }

    public void Dispose() => gate.ExitWriteLock();
}
