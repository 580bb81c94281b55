using Vireo.Fleet;
using Vireo.Scheduling.Placement.Wishes;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>The working state of a decision: who is where, and what each host carries, kept up to date move by
/// move.</summary>
/// <remarks>Positions index <see cref="FleetSnapshot.Hosts"/> and <see cref="FleetSnapshot.VirtualMachines"/>. Two
/// views of a host: its load once the plan is carried out, and its <em>reserved</em> load, from which nothing planned
/// has left yet. Targets must fit the reserved view, so every intermediate state fits in whatever order moves finish
/// (S1).</remarks>
internal sealed partial class FleetModel
{
    private readonly List<int>[] _residents;
    private readonly List<int>[] _reservedFor;
    private readonly double[] _median;
    private readonly double[] _spread;
    private readonly double[] _reservedMedian;
    private readonly double[] _reservedSpread;
    private readonly JointPeaks? _joint;
    private readonly JointPeaks? _reservedJoint;
    private readonly double[] _unknown;
    private readonly long[] _memory;
    private readonly long[] _reservedMemory;
    private readonly int[] _holds;

    /// <summary>Builds the state that the snapshot shows; a machine under way counts on both its hosts.</summary>
    public FleetModel(FleetSnapshot fleet, DemandTable demand, Policy policy)
    {
        Fleet = fleet;
        Demand = demand;
        Policy = policy;
        int hosts = fleet.Hosts.Length;
        _residents = NewLists(hosts);
        _reservedFor = NewLists(hosts);
        _median = new double[hosts * demand.Steps];
        _spread = new double[hosts * demand.Steps];
        _unknown = new double[hosts];
        _memory = new long[hosts];
        _reservedMedian = new double[hosts * demand.Steps];
        _reservedSpread = new double[hosts * demand.Steps];
        _joint = Joint(demand, hosts);
        _reservedJoint = Joint(demand, hosts);
        _reservedMemory = new long[hosts];
        _holds = new int[fleet.VirtualMachines.Length];
        HostOf = new int[fleet.VirtualMachines.Length];
        HostIndex = Index(fleet.Hosts, host => host.Id);
        MachineIndex = Index(fleet.VirtualMachines, machine => machine.Id);
        Wishes = WishTable.Of(fleet, policy, MachineIndex, HostIndex);
        WishCounts = new WishCounts(Wishes);
        Cpus = new CpuCompatibility(fleet);
        Times = new MigrationTimes(fleet, demand, policy.MigrationBandwidthRatio, MachineIndex, HostIndex);
        for (int machine = 0; machine < HostOf.Length; machine++)
        {
            HostOf[machine] = -1;
            var noun = fleet.VirtualMachines[machine];
            if (noun.Host is { } id && HostIndex.TryGetValue(id, out int host) && Occupies(noun.State))
            {
                Settle(machine, host);
                Hold(machine, host);
            }
        }

        ReserveWhatIsUnderWay();
    }

    /// <summary>The picture that the decision works on.</summary>
    public FleetSnapshot Fleet { get; }

    /// <summary>What each machine needs.</summary>
    public DemandTable Demand { get; }

    /// <summary>The policy in force.</summary>
    public Policy Policy { get; }

    /// <summary>Host position of each machine; -1 where it occupies none.</summary>
    public int[] HostOf { get; }

    /// <summary>Positions of hosts.</summary>
    public Dictionary<HostId, int> HostIndex { get; }

    /// <summary>Positions of machines.</summary>
    public Dictionary<VirtualMachineId, int> MachineIndex { get; }

    /// <summary>Which hosts have the CPU features that machines use.</summary>
    public CpuCompatibility Cpus { get; }

    /// <summary>How long moves take.</summary>
    public MigrationTimes Times { get; }

    /// <summary>What gives way where it costs more than it is worth.</summary>
    public WishTable Wishes { get; }

    /// <summary>How often wishes are broken once the plan is carried out.</summary>
    public WishCounts WishCounts { get; }

    /// <summary>Machines on a host once the plan is carried out.</summary>
    public IReadOnlyList<int> ResidentsOf(int host) => _residents[host];

    /// <summary>Machines that are on a host or come to it at some moment of the plan.</summary>
    public IReadOnlyList<int> EverOn(int host) => _reservedFor[host];

    /// <summary>How many of a machine's group are on each host or come to it; none where it belongs to no
    /// group.</summary>
    public int[] BesideOf(int machine)
    {
        int[] beside = new int[Fleet.Hosts.Length];
        for (int host = 0; host < beside.Length && Fleet.VirtualMachines[machine].Group is { } group; host++)
        {
            beside[host] = EverOn(host).Count(other => Fleet.VirtualMachines[other].Group == group);
        }

        return beside;
    }

    /// <summary>Whether a machine is on a host from the first moment of the plan to the last, and on no other at
    /// any.</summary>
    public bool IsOnlyEverOn(int machine, int host) =>
        HostOf[machine] == host && _holds[machine] == 1 && !BusyMachines.Contains(machine);

    /// <summary>The hosts that a machine is on at some moment of the plan.</summary>
    public IEnumerable<int> PlacesOf(int machine) => _holds[machine] switch
    {
        0 => [],
        1 when HostOf[machine] >= 0 => [HostOf[machine]],
        _ => Enumerable.Range(0, _reservedFor.Length).Where(host => _reservedFor[host].Contains(machine)),
    };

    /// <summary>Whether nothing is or will be on a host, and nothing still has to leave.</summary>
    public bool IsEmpty(int host) => _residents[host].Count == 0;

    /// <summary>CPU at the quantile over capacity once the plan is carried out, worst step of the horizon.</summary>
    public double LoadRatio(int host) => Peak(_median, _spread, host, machine: -1) / Capacity(host);

    /// <summary>CPU at the quantile over capacity within reaction time, of the machines whose telemetry is trusted. The
    /// others count in full where something would be placed beside them, but numbers nobody measured are no reason to
    /// move anything (S28).</summary>
    public double NearRatio(int host) => NearRatioWithout(host, machine: -1);

    /// <summary>The part of a host's load that is assumed because nothing trusted is known.</summary>
    public double UnknownRatio(int host) => _unknown[host] / Capacity(host);

    /// <summary>What <see cref="NearRatio"/> becomes without one machine that is known.</summary>
    public double NearRatioWithout(int host, int machine)
    {
        double peak = 0;
        var common = machine >= 0 && _joint is not null ? _joint.With(machine, host) : default;
        for (int step = 0; step < Demand.NearSteps; step++)
        {
            int at = (host * Demand.Steps) + step;
            double middle = _median[at];
            double squares = _spread[at];
            if (machine >= 0)
            {
                middle -= Demand.Median[(machine * Demand.Steps) + step];
                double own = Demand.SpreadSquared[(machine * Demand.Steps) + step];

                // It is counted among those it has something in common with.
                squares -= own + (common.IsEmpty ? 0 : common[step] - _joint!.Itself(machine, step));
            }

            peak = Math.Max(peak, middle + Math.Sqrt(Math.Max(0, squares)));
        }

        return (peak / Capacity(host)) - UnknownRatio(host);
    }

    /// <summary>CPU at the quantile over capacity with one machine more, nothing having left yet; worst step.</summary>
    public double ReservedRatioWith(int host, int machine) =>
        Peak(_reservedMedian, _reservedSpread, host, machine, _reservedJoint) / Capacity(host);

    /// <summary>How many times as far the demand of a host is expected to stray as it would if its machines were
    /// independent, within reaction time; 1 where they are.</summary>
    public double SpreadByCompany(int host)
    {
        double most = 1;
        for (int step = 0; _joint is not null && step < Demand.NearSteps; step++)
        {
            double alone = _residents[host].Sum(machine => Demand.SpreadSquared[(machine * Demand.Steps) + step]);
            most = alone > 0 ? Math.Max(most, Math.Sqrt(_spread[(host * Demand.Steps) + step] / alone)) : most;
        }

        return most;
    }

    /// <summary>Median CPU over capacity, mean of the horizon: what the power curve is read at.</summary>
    public double MeanRatio(int host, double extraMhz = 0)
    {
        double sum = 0;
        for (int step = 0; step < Demand.Steps; step++)
        {
            sum += _median[(host * Demand.Steps) + step];
        }

        return ((sum / Demand.Steps) + extraMhz) / Capacity(host);
    }

    /// <summary>Mean median demand of a machine over the horizon, MHz.</summary>
    public double MeanDemand(int machine)
    {
        double sum = 0;
        for (int step = 0; step < Demand.Steps; step++)
        {
            sum += Demand.Median[(machine * Demand.Steps) + step];
        }

        return sum / Demand.Steps;
    }

    /// <summary>Configured memory on a host once the plan is carried out.</summary>
    public long MemoryOn(int host) => _memory[host];

    /// <summary>Memory that is free while nothing has left yet.</summary>
    public long FreeMemory(int host) => MemoryBound(host) - _reservedMemory[host];

    /// <summary>How much more memory is configured on a host, once the plan is carried out, than the policy allows; negative
    /// where there is room.</summary>
    public long ExcessMemory(int host) => _memory[host] - MemoryBound(host);

    /// <summary>The memory that the policy allows to be configured on a host.</summary>
    public long MemoryBound(int host) => (long)(Fleet.Hosts[host].MemoryCapacity.Value * Policy.MemoryOvercommit);

    /// <summary>CPU that is reserved on a host beyond what will be on it: for what is under way and what has not left
    /// yet.</summary>
    public double ReservedExtraMhz(int host) => Math.Max(
        0, Peak(_reservedMedian, _reservedSpread, host, machine: -1) - Peak(_median, _spread, host, machine: -1));

    /// <summary>Moves a machine in the model.</summary>
    public void Move(int machine, int to)
    {
        Leave(machine);
        Settle(machine, to);
        Hold(machine, to);
    }

    /// <summary>Puts a machine that occupies no host onto one.</summary>
    public void Place(int machine, int on)
    {
        Settle(machine, on);
        Hold(machine, on);
    }

    /// <summary>Takes back the placing of a machine that occupied no host.</summary>
    public void Unplace(int machine)
    {
        int on = HostOf[machine];
        Leave(machine);
        HostOf[machine] = -1;
        Add(_reservedMedian, _reservedSpread, _reservedJoint, machine, on, -1);
        _reservedMemory[on] -= Memory(machine);
        _reservedFor[on].Remove(machine);
    }

    /// <summary>Takes back the newest move of a machine.</summary>
    public void Undo(int machine, int from)
    {
        int to = HostOf[machine];
        Leave(machine);
        Add(_reservedMedian, _reservedSpread, _reservedJoint, machine, to, -1);
        _reservedMemory[to] -= Memory(machine);
        _reservedFor[to].Remove(machine);
        _holds[machine]--;
        Settle(machine, from);
    }

    /// <summary>Whether a machine in a state takes up CPU and memory of the host that it is on.</summary>
    public static bool Occupies(PowerState state) => state is not (PowerState.Off or PowerState.Failed);

    private static List<int>[] NewLists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];

    private static Dictionary<TId, int> Index<T, TId>(IReadOnlyList<T> items, Func<T, TId> id)
        where TId : notnull
    {
        var index = new Dictionary<TId, int>(items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            index[id(items[i])] = i;
        }

        return index;
    }

    private long Memory(int machine) => Fleet.VirtualMachines[machine].Memory.Value;

    private double Assumed(int machine) => Demand.IsKnown[machine] ? 0 : Fleet.VirtualMachines[machine].CpuCapacity.Value;

    private double Capacity(int host) => Math.Max(Fleet.Hosts[host].CpuCapacity.Value, 1e-9);

    private void Settle(int machine, int host)
    {
        HostOf[machine] = host;
        _residents[host].Add(machine);
        WishCounts.Add(machine, host, 1);
        Add(_median, _spread, _joint, machine, host, 1);
        _memory[host] += Memory(machine);
        _unknown[host] += Assumed(machine);
    }

    private void Hold(int machine, int host)
    {
        Add(_reservedMedian, _reservedSpread, _reservedJoint, machine, host, 1);
        _reservedMemory[host] += Memory(machine);
        _reservedFor[host].Add(machine);
        _holds[machine]++;
    }

    private void Leave(int machine)
    {
        int from = HostOf[machine];
        _residents[from].Remove(machine);
        WishCounts.Add(machine, from, -1);
        Add(_median, _spread, _joint, machine, from, -1);
        _memory[from] -= Memory(machine);
        _unknown[from] -= Assumed(machine);
    }

    private static JointPeaks? Joint(DemandTable demand, int hosts) =>
        demand.Together is { } groups ? new JointPeaks(groups, demand.SpreadSquared, hosts, demand.Steps) : null;

    private void Add(double[] median, double[] spread, JointPeaks? joint, int machine, int host, int sign)
    {
        int at = host * Demand.Steps;
        joint?.Change(machine, host, sign, spread.AsSpan(at, Demand.Steps));
        int of = machine * Demand.Steps;
        for (int step = 0; step < Demand.Steps; step++)
        {
            median[at + step] += sign * Demand.Median[of + step];
            spread[at + step] += sign * Demand.SpreadSquared[of + step];
        }
    }

    private double Peak(double[] median, double[] spread, int host, int machine, JointPeaks? joint = null)
    {
        double peak = 0;
        var common = machine >= 0 && joint is not null ? joint.With(machine, host) : default;
        int at = host * Demand.Steps;
        for (int step = 0; step < Demand.Steps; step++)
        {
            double middle = median[at + step];
            double squares = spread[at + step];
            if (machine >= 0)
            {
                middle += Demand.Median[(machine * Demand.Steps) + step];
                squares += Demand.SpreadSquared[(machine * Demand.Steps) + step] + (common.IsEmpty ? 0 : common[step]);
            }

            peak = Math.Max(peak, middle + Math.Sqrt(Math.Max(0, squares)));
        }

        return peak;
    }
}
