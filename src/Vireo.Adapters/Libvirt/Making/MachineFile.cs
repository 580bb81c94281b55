namespace Vireo.Adapters.Libvirt;

/// <summary>A file of a new machine, as it is written into the pool.</summary>
/// <param name="Name">In the pool's folder.</param>
/// <param name="Content">All of it; overlays are small at first.</param>
internal sealed record MachineFile(string Name, byte[] Content)
{
    /// <summary>What the disk with a target name is called; only such files are ever deleted with a machine.</summary>
    public static string NameOf(string machine, string target) => $"{machine}.{target}.qcow2";

    /// <summary>What the disk with its user data is called.</summary>
    public static string SeedOf(string machine) => $"{machine}.seed.iso";
}
