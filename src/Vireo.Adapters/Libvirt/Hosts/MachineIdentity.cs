using System.Security.Cryptography;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What a domain is called in the fleet: its UUID, which it keeps wherever it goes; a machine that Vireo made
/// is called by the
/// name that was asked for, and its UUID follows from that.</summary>
/// <remarks>So it is known again even when its document cannot be read, and one that two hosts make at once is seen as
/// one.</remarks>
internal static class MachineIdentity
{
    /// <summary>The UUID of a machine that a provider makes.</summary>
    public static string UuidOf(ProviderId provider, VirtualMachineId machine)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"vireo:{provider.Value}:{machine.Value}"));
        var bytes = hash.AsSpan(0, 16);

        // RFC 9562, version 8: the bits are the application's own.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);

        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>What a domain is called.</summary>
    public static VirtualMachineId Of(ProviderId provider, string uuid, string name) =>
        name.Length > 0 && UuidOf(provider, new VirtualMachineId(name)) == uuid
            ? new VirtualMachineId(name)
            : new VirtualMachineId(uuid);
}
