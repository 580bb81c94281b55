using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>A change of size that is under way, as it stands in a machine's metadata: whoever comes next goes on with
/// it.</summary>
/// <param name="Cores">That are wanted.</param>
/// <param name="MemoryBytes">That are wanted.</param>
/// <param name="Restarts">Whether the machine ran and is stopped for it: then it has to run again.</param>
internal sealed record PendingResize(int Cores, long MemoryBytes, bool Restarts)
{
    private const string Again = "restarts";

    /// <summary>Reads it from a mark; null when it is none.</summary>
    public static PendingResize? Read(string text) =>
        text.Split(' ') is [var cores, var bytes, .. var rest]
        && int.TryParse(cores, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted)
        && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? new PendingResize(wanted, size, rest is [Again])
            : null;

    /// <summary>As it stands in the mark.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Cores} {MemoryBytes}{(Restarts ? " " + Again : "")}");

    /// <summary>The action.</summary>
    public ResizeVirtualMachine Of(VirtualMachineId machine) =>
        new(machine, Cores, new MemoryBytes(MemoryBytes)) { Restarts = Restarts };
}
