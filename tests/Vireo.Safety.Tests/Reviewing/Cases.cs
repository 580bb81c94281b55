using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>Two hosts, one machine, one move: what each guard rail is tried on.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly ProviderId Provider = new("p");
    public static readonly ClusterId Cluster = new("c-1");
    public static readonly Policy Autopilot = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 1,
    };

    public static readonly PlannedAction Move =
        Planned("a-1", new Migration(new("vm-1"), new("h-1"), new("h-2")), [], "consolidate");

    public static readonly PlannedAction Off = Planned("a-2", new PowerOffHost(new("h-1")), [new("a-1")], "consolidate");

    public static readonly ReviewContext Context = new(
        Now, Now, IsPaused: false, [], [], ActionsInLastHour: 0,
        ImmutableDictionary<ProviderId, ActionKinds>.Empty.Add(Provider, ActionKinds.All));

    public static readonly Outlook Outlook = new(Now, TimeSpan.FromMinutes(5), 1, [0.5], [], []);

    public static FleetSnapshot Fleet(
        Func<Host, Host>? host2 = null, Func<VirtualMachine, VirtualMachine>? machine = null, PastMove[]? moves = null,
        VirtualMachine[]? others = null)
    {
        var second = HostOf("h-2");
        var guest = MachineOf("vm-1", "h-1");

        return FleetSnapshot.Create(
            Now, Cluster, [HostOf("h-1"), host2?.Invoke(second) ?? second],
            [machine?.Invoke(guest) ?? guest, .. others ?? []], moves ?? [], []);
    }

    public static Host HostOf(string id) => new(
        new(id), id, Provider, Cluster, HostState.On, false, 8, new CpuMhz(10_000), new MemoryBytes(16L << 30),
        new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), "", "test");

    public static VirtualMachine MachineOf(string id, string host) => new(
        new(id), id, Provider, Cluster, new HostId(host), PowerState.On, 2, new CpuMhz(4_000), new MemoryBytes(4L << 30),
        Mobility.Free, null, null);

    public static PlannedAction Planned(
        string id, FleetAction action, ImmutableArray<ActionId> after, string rule) =>
        new(new(id), action, after, [rule], "because", "better", 10, 1);

    public static Review Review(
        Policy? policy = null, FleetSnapshot? fleet = null, ReviewContext? context = null, params PlannedAction[] actions) =>
        SafetyReview.Review(
            new Plan([.. actions.Length > 0 ? actions : [Move]], [], "test"), fleet ?? Fleet(), Outlook, policy ?? Autopilot,
            context ?? Context);
}
