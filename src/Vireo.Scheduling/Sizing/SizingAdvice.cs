using Vireo.Fleet;

namespace Vireo.Scheduling.Sizing;

/// <summary>The size that a machine should have, with the evidence and the risk.</summary>
/// <param name="VirtualMachine">Which machine.</param>
/// <param name="Verdict">How its size fits.</param>
/// <param name="Confidence">In the verdict, 0 to 1: grows with the days that were seen.</param>
/// <param name="Cores">Its virtual cores now.</param>
/// <param name="AdvisedCores">The virtual cores it should have.</param>
/// <param name="Memory">Its memory now.</param>
/// <param name="AdvisedMemory">The memory it should have.</param>
/// <param name="RiskNow">The chance that it wants more CPU or memory than it has at some time of the next week, 0 to
/// 1.</param>
/// <param name="RiskAdvised">The same at the advised size.</param>
/// <param name="Reason">The evidence, in one sentence with figures.</param>
public sealed record SizingAdvice(
    VirtualMachineId VirtualMachine,
    SizingVerdict Verdict,
    double Confidence,
    int Cores,
    int AdvisedCores,
    MemoryBytes Memory,
    MemoryBytes AdvisedMemory,
    double RiskNow,
    double RiskAdvised,
    string Reason)
{
    /// <summary>Virtual cores that the advice frees; negative when it adds some.</summary>
    public int SavedCores => Cores - AdvisedCores;

    /// <summary>Memory that the advice frees, in bytes; negative when it adds some.</summary>
    public long SavedBytes => Memory.Value - AdvisedMemory.Value;
}
