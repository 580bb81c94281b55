namespace Vireo.Adapters.Libvirt;

/// <content>Statistics of all domains, and of the host, in one call each.</content>
internal sealed unsafe partial class LibvirtConnection
{
    // State, CPU, balloon, virtual processors, interfaces, disks.
    private const uint StatisticGroups = 1 | 2 | 4 | 8 | 16 | 32;

    // A domain whose monitor is busy gives what is known without it, and does not hold up the others.
    private const uint DoNotWait = 1U << 29;

    private const int MostNodeStatistics = 64;

    private delegate int NodeCall(nint connection, int which, LibvirtNative.NodeStatistic* values, int* count, uint flags);

    /// <summary>What is measured of every domain, running or not.</summary>
    public List<DomainReading> ReadDomains()
    {
        LibvirtNative.StatsRecord** records = null;
        int count = LibvirtNative.virConnectGetAllDomainStats(_handle, StatisticGroups, &records, DoNotWait);
        if (count < 0)
        {
            var error = LibvirtException.Last("virConnectGetAllDomainStats");

            // The container driver has none; then the list says at least what there is and whether it runs.
            return error.Code == LibvirtErrorCode.NoSupport ? ListDomains() : throw error;
        }

        try
        {
            var readings = new List<DomainReading>(count);
            for (int i = 0; i < count; i++)
            {
                readings.Add(Read(records[i]));
            }

            return readings;
        }
        finally
        {
            LibvirtNative.virDomainStatsRecordListFree(records);
        }
    }

    /// <summary>Nanoseconds the host's processors spent since it started, by use; empty where the driver has no
    /// figures.</summary>
    public Dictionary<string, double> ReadCpuTimes() => ReadNode(LibvirtNative.virNodeGetCPUStats, "virNodeGetCPUStats");

    /// <summary>Kibibytes of the host's memory, by use; empty where the driver has no figures.</summary>
    public Dictionary<string, double> ReadMemory() => ReadNode(LibvirtNative.virNodeGetMemoryStats, "virNodeGetMemoryStats");

    /// <summary>A record of statistics as it is.</summary>
    internal static DomainReading Read(LibvirtNative.StatsRecord* record)
    {
        var values = new Dictionary<string, double>(record->Count, StringComparer.Ordinal);
        for (int i = 0; i < record->Count; i++)
        {
            var parameter = record->Parameters + i;
            if (NumberOf(parameter) is { } number)
            {
                values[LibvirtNative.Text((nint)parameter->Name)] = number;
            }
        }

        return new DomainReading(
            LibvirtDomain.UuidOf(record->Domain), LibvirtNative.Text(LibvirtNative.virDomainGetName(record->Domain)), values);
    }

    // VIR_TYPED_PARAM_*; texts are of no use as figures.
    internal static double? NumberOf(LibvirtNative.TypedParameter* parameter) => parameter->Type switch
    {
        1 => parameter->Integer,
        2 => (uint)parameter->Integer,
        3 => parameter->Long,
        4 => (ulong)parameter->Long,
        5 => parameter->Double,
        6 => parameter->Integer != 0 ? 1 : 0,
        _ => null,
    };

    private List<DomainReading> ListDomains()
    {
        nint* domains = null;
        int count = Check(LibvirtNative.virConnectListAllDomains(_handle, &domains, 0), "virConnectListAllDomains");
        var readings = new List<DomainReading>(count);
        for (int i = 0; i < count; i++)
        {
            using var domain = new LibvirtDomain(domains[i]);
            var (state, reason) = domain.State;
            readings.Add(new DomainReading(domain.Uuid, domain.Name, new Dictionary<string, double>
            {
                ["state.state"] = (int)state,
                ["state.reason"] = reason,
            }));
        }

        LibvirtNative.free((nint)domains);

        return readings;
    }

    private Dictionary<string, double> ReadNode(NodeCall read, string call)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        int count = 0;
        if (read(_handle, -1, null, &count, 0) < 0)
        {
            var error = LibvirtException.Last(call);

            return error.Code is LibvirtErrorCode.NoSupport or LibvirtErrorCode.OperationUnsupported ? values : throw error;
        }

        var statistics = stackalloc LibvirtNative.NodeStatistic[MostNodeStatistics];
        count = Math.Min(count, MostNodeStatistics);
        Check(read(_handle, -1, statistics, &count, 0), call);
        for (int i = 0; i < count; i++)
        {
            values[LibvirtNative.Text((nint)statistics[i].Name)] = statistics[i].Value;
        }

        return values;
    }
}
