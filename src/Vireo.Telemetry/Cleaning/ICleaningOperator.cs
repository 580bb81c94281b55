namespace Vireo.Telemetry.Cleaning;

/// <summary>One step of cleaning. It changes a batch in place: rejects, converts, corrects or marks.</summary>
/// <remarks>Series are numbered by slot while they are alive, so an operator keeps its state in arrays. One batch at a
/// time; state is bounded per slot.</remarks>
public interface ICleaningOperator
{
    /// <summary>Works on all samples of a batch.</summary>
    void Apply(SampleBatch batch);

    /// <summary>Drops what is kept about a slot, which will soon number another series.</summary>
    void Forget(int slot)
    {
    }
}
