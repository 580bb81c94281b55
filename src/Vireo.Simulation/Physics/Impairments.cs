namespace Vireo.Simulation;

/// <summary>Faults that take part of what hosts and machines can do, for a while.</summary>
/// <remarks>Everything is set anew at each sample from the faults under way, so that what ends leaves nothing
/// behind.</remarks>
internal sealed class Impairments(SimulatedFleet fleet)
{
    private const double StalledCpu = 0.08;
    private const double ClockAheadSeconds = 7_200;
    private const double SlowStorage = 0.12;
    private const double SlownessOnSlowStorage = 6;
    private const double SlownessOfBadVersion = 4;
    private const double FailingWithBadVersion = 0.1;
    private const double FailingWithoutNames = 0.3;
    private const double FailingWithoutCertificate = 0.9;
    private const double FailingWithoutRoom = 0.6;

    // A leak is over with the process that leaks: a little more than there is, so that the kernel kills it.
    private const double LeakBeyondFree = 1.02;
    private const double FullFor = 1.5;

    private readonly List<Impairment> _active = [];
    private bool _isApplied;

    /// <summary>Under way.</summary>
    public IReadOnlyList<Impairment> Active => _active;

    public static bool Knows(FaultKind kind) => kind >= FaultKind.HostStalls;

    public void Begin(ScheduledFault fault, double now)
    {
        bool isFilling = fault.Kind is FaultKind.DiskFills or FaultKind.MemoryLeaks;
        var begun = new Impairment(fault, now, now + (fault.Duration.TotalSeconds * (isFilling ? FullFor : 1)));
        _active.Add(begun);
        foreach (var machine in fleet.Machines.Where(machine => Strikes(begun, machine)))
        {
            machine.IsLeakOver = false;
        }
    }

    /// <summary>Whether nothing may be started for want of a licence.</summary>
    public bool IsUnlicensed(double now) =>
        _active.Exists(one => one.Fault.Kind == FaultKind.LicenceExpires && now < one.Until && one.IsHarmful(now));

    /// <summary>Sets what hosts and machines can do now.</summary>
    /// <returns>The faults that ended since the last time.</returns>
    public IReadOnlyList<ScheduledFault> Apply(double now)
    {
        if (_active.Count == 0 && !_isApplied)
        {
            return [];
        }

        Clear();
        ScheduledFault[] ended = [.. _active.Where(one => now >= one.Until).Select(one => one.Fault)];
        _active.RemoveAll(one => now >= one.Until);
        foreach (var one in _active)
        {
            Apply(one, now);
        }

        _isApplied = _active.Count > 0;

        return ended;
    }

    /// <summary>Whether a machine suffers from a fault.</summary>
    public static bool Strikes(Impairment one, MachineSlot machine) => one.Fault.Kind switch
    {
        FaultKind.NamesUnresolved => true,
        FaultKind.CertificateExpires or FaultKind.BadDeployment => machine.View.Group?.Value == one.Fault.Target,
        FaultKind.DatastoreSlows => machine.View.Datastore?.Value == one.Fault.Target,
        FaultKind.DiskFills or FaultKind.MemoryLeaks => machine.View.Id.Value == one.Fault.Target,
        _ => false,
    };

    /// <summary>Whether a host suffers from a fault.</summary>
    public static bool Strikes(Impairment one, HostSlot host) =>
        one.Fault.Kind == FaultKind.LicenceExpires
        || (one.Fault.Kind is FaultKind.HostStalls or FaultKind.LinkFlaps or FaultKind.ClockJumps
            && (one.Fault.Target == host.View.Id.Value || one.Fault.Target == host.View.FaultDomain));

    private void Clear()
    {
        foreach (var host in fleet.Hosts)
        {
            (host.CpuFactor, host.LinkFactor, host.ClockAhead) = (1, 1, 0);
        }

        foreach (var machine in fleet.Machines)
        {
            (machine.Slowness, machine.FailingShare, machine.StorageFactor) = (1, 0, 1);
            (machine.Leaked, machine.Filled) = (0, 0);
        }
    }

    private void Apply(Impairment one, double now)
    {
        for (int index = 0; index < fleet.Hosts.Count; index++)
        {
            if (Strikes(one, fleet.Hosts[index]))
            {
                Apply(one, fleet.Hosts[index], index, now);
            }
        }

        foreach (var machine in fleet.Machines)
        {
            if (Strikes(one, machine))
            {
                Apply(one, machine, now);
            }
        }
    }

    private static void Apply(Impairment one, HostSlot host, int index, double now)
    {
        switch (one.Fault.Kind)
        {
            case FaultKind.HostStalls when one.IsHarmful(now):
                host.CpuFactor = StalledCpu;
                break;
            case FaultKind.LinkFlaps:
                // Between two samples it was down for another part of the time.
                host.LinkFactor = 0.3 + (0.6 * SeededRandom.At(17, index, (long)now));
                break;
            case FaultKind.ClockJumps:
                host.ClockAhead = ClockAheadSeconds;
                break;
        }
    }

    private static void Apply(Impairment one, MachineSlot machine, double now)
    {
        switch (one.Fault.Kind)
        {
            case FaultKind.DatastoreSlows:
                machine.StorageFactor = SlowStorage;
                machine.Slowness *= SlownessOnSlowStorage;
                break;
            case FaultKind.DiskFills:
                machine.Filled = Math.Min(1, one.Progress(now));
                machine.FailingShare = one.IsHarmful(now) ? FailingWithoutRoom : machine.FailingShare;
                break;
            case FaultKind.MemoryLeaks:
                machine.Leaked = machine.IsLeakOver ? 0 : one.Progress(now) * LeakBeyondFree;
                break;
            case FaultKind.NamesUnresolved:
                machine.FailingShare = Math.Max(machine.FailingShare, FailingWithoutNames);
                break;
            case FaultKind.CertificateExpires when one.IsHarmful(now):
                machine.FailingShare = FailingWithoutCertificate;
                break;
            case FaultKind.BadDeployment:
                machine.Slowness *= SlownessOfBadVersion;
                machine.FailingShare = Math.Max(machine.FailingShare, FailingWithBadVersion);
                break;
        }
    }
}
