using System.Runtime.InteropServices;

namespace Vireo.Adapters.Libvirt;

/// <summary>A call of libvirt failed; the message is libvirt's own.</summary>
/// <param name="code">Which kind of error.</param>
/// <param name="message">What libvirt says.</param>
internal sealed class LibvirtException(LibvirtErrorCode code, string message) : Exception(message)
{
    /// <summary>Which kind of error.</summary>
    public LibvirtErrorCode Code { get; } = code;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient => Code is not (LibvirtErrorCode.NoSupport or LibvirtErrorCode.InvalidArgument
        or LibvirtErrorCode.OperationDenied or LibvirtErrorCode.AuthenticationFailed or LibvirtErrorCode.NoDomain
        or LibvirtErrorCode.XmlError or LibvirtErrorCode.ConfigurationUnsupported or LibvirtErrorCode.OperationInvalid
        or LibvirtErrorCode.OperationUnsupported or LibvirtErrorCode.ArgumentUnsupported or LibvirtErrorCode.AccessDenied);

    /// <summary>The error of the last call on this thread; libvirt keeps it for each thread.</summary>
    public static unsafe LibvirtException Last(string call)
    {
        nint error = LibvirtNative.virGetLastError();
        if (error == 0)
        {
            return new LibvirtException(LibvirtErrorCode.Internal, $"{call} failed and libvirt does not say why.");
        }

        // virError begins with code, domain and message.
        return new LibvirtException(
            (LibvirtErrorCode)Marshal.ReadInt32(error), LibvirtNative.Text(Marshal.ReadIntPtr(error, 8)).TrimEnd('.') + ".");
    }
}
