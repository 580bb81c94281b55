using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vireo.Adapters.Libvirt;

/// <summary>The functions of libvirt's C library that are used, as <c>libvirt/libvirt.h</c> declares them.</summary>
internal static unsafe partial class LibvirtNative
{
    private const string Library = "libvirt.so.0";

    [LibraryImport(Library)]
    public static partial int virInitialize();

    [LibraryImport(Library)]
    public static partial nint virGetLastError();

    [LibraryImport(Library)]
    public static partial void virSetErrorFunc(nint userData, delegate* unmanaged[Cdecl]<nint, nint, void> handler);

    [LibraryImport(Library)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventRunDefaultImpl();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpen(string uri);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpenReadOnly(string uri);

    [LibraryImport(Library)]
    public static partial int virConnectClose(nint connection);

    [LibraryImport(Library)]
    public static partial int virConnectIsAlive(nint connection);

    [LibraryImport(Library)]
    public static partial int virConnectSetKeepAlive(nint connection, int interval, uint count);

    [LibraryImport(Library)]
    public static partial int virConnectGetLibVersion(nint connection, ulong* version);

    [LibraryImport(Library)]
    public static partial nint virConnectGetType(nint connection);

    [LibraryImport(Library)]
    public static partial nint virConnectGetHostname(nint connection);

    [LibraryImport(Library)]
    public static partial nint virConnectGetCapabilities(nint connection);

    [LibraryImport(Library)]
    public static partial int virNodeGetInfo(nint connection, NodeInfo* info);

    [LibraryImport(Library)]
    public static partial int virNodeGetCPUStats(nint connection, int cpu, NodeStatistic* values, int* count, uint flags);

    [LibraryImport(Library)]
    public static partial int virNodeGetMemoryStats(nint connection, int cell, NodeStatistic* values, int* count, uint flags);

    [LibraryImport(Library)]
    public static partial int virConnectGetAllDomainStats(nint connection, uint groups, StatsRecord*** records, uint flags);

    [LibraryImport(Library)]
    public static partial void virDomainStatsRecordListFree(StatsRecord** records);

    [LibraryImport(Library)]
    public static partial int virDomainListGetStats(nint* domains, uint groups, StatsRecord*** records, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainStartDirtyRateCalc(nint domain, int seconds, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainAgentSetResponseTimeout(nint domain, int seconds, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainGetGuestInfo(
        nint domain, uint kinds, TypedParameter** parameters, int* count, uint flags);

    [LibraryImport(Library)]
    public static partial void virTypedParamsFree(TypedParameter* parameters, int count);

    [LibraryImport(Library)]
    public static partial int virConnectListAllDomains(nint connection, nint** domains, uint flags);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventRegisterAny(
        nint connection, nint domain, int kind, nint callback, nint cookie, nint free);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventDeregisterAny(nint connection, int callback);

    [LibraryImport(Library)]
    public static partial nint virDomainLookupByUUIDString(nint connection, byte* uuid);

    [LibraryImport(Library)]
    public static partial int virDomainFree(nint domain);

    [LibraryImport(Library)]
    public static partial nint virDomainGetName(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetUUIDString(nint domain, byte* buffer);

    [LibraryImport(Library)]
    public static partial int virDomainGetState(nint domain, int* state, int* reason, uint flags);

    [LibraryImport(Library)]
    public static partial nint virDomainGetXMLDesc(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainIsActive(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainIsPersistent(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainCreate(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainShutdown(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainSuspend(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainResume(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainReset(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainManagedSave(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainDestroyFlags(nint domain, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virDomainDefineXML(nint connection, string xml);

    [LibraryImport(Library)]
    public static partial int virDomainUndefineFlags(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSetVcpusFlags(nint domain, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSetMemoryFlags(nint domain, nuint kibibytes, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virDomainSetMetadata(nint domain, int kind, string metadata, string key, string uri, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virDomainMigrateToURI3(
        nint domain, string target, TypedParameter* parameters, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial nint virDomainGetSchedulerType(nint domain, int* parameters);

    [LibraryImport(Library)]
    public static partial int virDomainGetSchedulerParametersFlags(
        nint domain, TypedParameter* parameters, int* count, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSetSchedulerParametersFlags(
        nint domain, TypedParameter* parameters, int count, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virDomainSetInterfaceParameters(
        nint domain, string device, TypedParameter* parameters, int count, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virDomainSetBlockIoTune(
        nint domain, string disk, TypedParameter* parameters, int count, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainMigrateStartPostCopy(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainAbortJob(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetJobInfo(nint domain, JobInfo* info);

    [LibraryImport("libc")]
    public static partial void free(nint memory);

    /// <summary>Copies a text that libvirt keeps.</summary>
    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    /// <summary>Copies a text that is the caller's, and frees it.</summary>
    public static string TakeText(nint utf8)
    {
        string text = Text(utf8);
        free(utf8);

        return text;
    }

    /// <summary>Takes errors off standard error; they are read where the call failed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Quiet(nint userData, nint error)
    {
    }

    /// <summary><c>virDomainJobInfo</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct JobInfo
    {
        public int Type;
        public ulong ElapsedMilliseconds;
        public ulong RemainingMilliseconds;
        public ulong DataTotal;
        public ulong DataProcessed;
        public ulong DataRemaining;
        public fixed ulong Parts[6];
    }

    /// <summary><c>virNodeInfo</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NodeInfo
    {
        public fixed byte Model[32];
        public ulong MemoryKibibytes;
        public uint Cpus;
        public uint Mhz;
        public uint Nodes;
        public uint Sockets;
        public uint Cores;
        public uint Threads;
    }

    /// <summary><c>virNodeCPUStats</c> and <c>virNodeMemoryStats</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NodeStatistic
    {
        public fixed byte Name[80];
        public ulong Value;
    }

    /// <summary><c>virDomainStatsRecord</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StatsRecord
    {
        public nint Domain;
        public TypedParameter* Parameters;
        public int Count;
    }

    /// <summary><c>virTypedParameter</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 96)]
    public struct TypedParameter
    {
        [FieldOffset(0)]
        public fixed byte Name[80];

        [FieldOffset(80)]
        public int Type;

        [FieldOffset(88)]
        public int Integer;

        [FieldOffset(88)]
        public long Long;

        [FieldOffset(88)]
        public double Double;

        [FieldOffset(88)]
        public nint Text;
    }
}
