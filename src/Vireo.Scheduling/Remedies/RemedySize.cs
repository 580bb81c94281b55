using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>The size that a remedy gives.</summary>
internal static class RemedySize
{
    // Hypervisors plug memory in pieces of this size.
    private const long Piece = 256L << 20;

    /// <summary>Larger by the remedy's factors, rounded up, up to its bounds; never smaller than it is.</summary>
    public static MachineSize Of(Remedy remedy, MachineSize from)
    {
        double cores = Math.Min(Math.Ceiling(from.Cores * remedy.CoresFactor), remedy.MostCores);
        double memory = Math.Min(
            remedy.MemoryFactor > 1 ? Math.Ceiling(from.Memory.Value * remedy.MemoryFactor / Piece) * Piece : from.Memory.Value,
            remedy.MostMemory.Value);

        return new MachineSize(
            Math.Max(from.Cores, (int)cores), new MemoryBytes(Math.Max(from.Memory.Value, (long)memory)));
    }
}
