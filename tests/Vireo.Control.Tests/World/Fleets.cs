using Vireo.Fleet;

namespace Vireo.Control.Tests;

/// <summary>Small fleets for tests.</summary>
internal static class Fleets
{
    public static readonly ClusterId Cluster = new("c1");
    public static readonly ProviderId Provider = new("p1");

    public static HostId HostId(int number) => new($"h-{number}");

    public static VirtualMachineId MachineId(int number) => new($"vm-{number}");

    public static Host Host(int number, ProviderId? provider = null) => new(
        HostId(number), $"host-{number}", provider ?? Provider, Cluster, HostState.On, IsInMaintenance: false, 16,
        new CpuMhz(40_000), new MemoryBytes(64L << 30), new BytesPerSecond(1.25e9), new PowerCurve([100, 250]),
        $"rack-{number}", "test");

    public static VirtualMachine Machine(int number, int host, ProviderId? provider = null) => new(
        MachineId(number), $"machine-{number}", provider ?? Provider, Cluster, HostId(host), PowerState.On, 2,
        new CpuMhz(5_000), new MemoryBytes(4L << 30), Mobility.Free, null, null)
    {
        Live = LiveResize.All,
    };

    public static Migration Move(int machine, int from, int to) => new(MachineId(machine), HostId(from), HostId(to));
}
