using System.Text;

namespace Vireo.Adapters.Libvirt;

/// <content>What a domain gets of its host's resources.</content>
internal sealed unsafe partial class LibvirtDomain
{
    // VIR_TYPED_PARAM_UINT and _LLONG; _ULLONG is UnsignedLong.
    private const int UnsignedInteger = 2;
    private const int SignedLong = 3;

    // REMOTE_DOMAIN_SCHEDULER_PARAMETERS_MAX: more is refused.
    private const int MostSchedulerParameters = 16;

    /// <summary>The scheduler that its host divides processors with: <c>posix</c> for Linux; empty where it has none
    /// that can be told anything.</summary>
    public string SchedulerType
    {
        get
        {
            int parameters = 0;
            nint type = LibvirtNative.virDomainGetSchedulerType(_handle, &parameters);

            return type == 0 ? "" : parameters > 0 ? LibvirtNative.TakeText(type) : TakeNothing(type);
        }
    }

    /// <summary>Its weight and its cap as they are in force, or as it will start with when it does not run.</summary>
    public CpuTuning ReadCpuTuning()
    {
        var parameters = stackalloc LibvirtNative.TypedParameter[MostSchedulerParameters];
        int count = MostSchedulerParameters;
        LibvirtConnection.Check(
            LibvirtNative.virDomainGetSchedulerParametersFlags(_handle, parameters, &count, IsActive ? Live : Config),
            "virDomainGetSchedulerParametersFlags");
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            values[LibvirtNative.Text((nint)parameters[i].Name)] = parameters[i].Long;
        }

        long period = values.GetValueOrDefault("global_period");
        long quota = values.GetValueOrDefault("global_quota", -1);

        return new CpuTuning(
            values.GetValueOrDefault("cpu_shares"), quota > 0 && period > 0 ? quota * CpuTuning.Period / period : null);
    }

    /// <summary>Sets its weight and its cap, now and for its next start.</summary>
    public void SetCpuTuning(CpuTuning tuning)
    {
        var parameters = stackalloc LibvirtNative.TypedParameter[3];
        Fill(parameters, "cpu_shares", UnsignedLong, tuning.Shares);
        Fill(parameters + 1, "global_period", UnsignedLong, CpuTuning.Period);
        Fill(parameters + 2, "global_quota", SignedLong, tuning.Quota ?? -1);
        LibvirtConnection.Check(
            LibvirtNative.virDomainSetSchedulerParametersFlags(_handle, parameters, 3, Scope()),
            "virDomainSetSchedulerParametersFlags");
    }

    /// <summary>Limits an interface, in kibibytes per second each way; 0 for no limit.</summary>
    public void SetBandwidth(string device, uint inbound, uint outbound)
    {
        var parameters = stackalloc LibvirtNative.TypedParameter[2];
        Fill(parameters, "inbound.average", UnsignedInteger, inbound);
        Fill(parameters + 1, "outbound.average", UnsignedInteger, outbound);
        LibvirtConnection.Check(
            LibvirtNative.virDomainSetInterfaceParameters(_handle, device, parameters, 2, Scope()),
            "virDomainSetInterfaceParameters");
    }

    /// <summary>Limits a disk, in bytes per second both ways together; 0 for no limit.</summary>
    public void SetDiskRate(string disk, long bytesPerSecond)
    {
        var parameters = stackalloc LibvirtNative.TypedParameter[1];
        Fill(parameters, "total_bytes_sec", UnsignedLong, bytesPerSecond);
        LibvirtConnection.Check(
            LibvirtNative.virDomainSetBlockIoTune(_handle, disk, parameters, 1, Scope()), "virDomainSetBlockIoTune");
    }

    private static void Fill(LibvirtNative.TypedParameter* parameter, string name, int type, long value)
    {
        Span<byte> text = new(parameter->Name, 80);
        text.Clear();
        Encoding.ASCII.GetBytes(name, text);
        parameter->Type = type;
        parameter->Long = value;
    }

    private static string TakeNothing(nint text)
    {
        LibvirtNative.free(text);

        return "";
    }
}
