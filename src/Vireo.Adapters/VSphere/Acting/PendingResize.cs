using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>A change of size that stops a machine for a while; kept with the machine as an option (extraConfig) until it
/// runs again, so that a process that ends in between leaves nobody switched off.</summary>
/// <param name="Action">Which action.</param>
/// <param name="Cores">Wanted.</param>
/// <param name="MemoryMebibytes">Wanted.</param>
/// <param name="Of">The instance UUID of the machine that it was written for: copies have it too, and are not meant.</param>
internal sealed record PendingResize(string Action, int Cores, long MemoryMebibytes, string Of)
{
    private const string Key = "vireo.pending";

    /// <summary>The option that takes it away.</summary>
    public static XElement Cleared { get; } = MachineOrigin.Option(Key, "");

    /// <summary>The option that says so.</summary>
    public XElement Option => MachineOrigin.Option(
        Key, string.Create(CultureInfo.InvariantCulture, $"{Cores} {MemoryMebibytes} {Of} {Action}"));

    /// <summary>Of an action.</summary>
    public static PendingResize For(ActionId action, ResizeVirtualMachine resize, MachineFacts machine) =>
        new(action.Value, resize.Cores, resize.Memory.Value >> 20, machine.InstanceUuid);

    /// <summary>Reads it from a machine's options; null when there is none.</summary>
    public static PendingResize? Read(XElement? options)
    {
        string[] parts = options?.Elements().LastOrDefault(option => option.Text("key") == Key).Text("value").Split(' ', 4) ?? [];

        return parts.Length == 4
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int cores)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long mebibytes)
            ? new PendingResize(parts[3], cores, mebibytes, parts[2])
            : null;
    }
}
