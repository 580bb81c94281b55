using Vireo.Scheduling.Placement.Consolidating;

namespace Vireo.Simulation;

/// <summary>Our own policy in the reference model: what it learns of demand, and the consolidation that it
/// feeds.</summary>
/// <param name="demandOptions">How demand is learned.</param>
/// <param name="options">How much risk is taken.</param>
internal sealed class VireoConsolidation(DemandOptions demandOptions, ConsolidationOptions options) : ICloudSimPolicy
{
    // A host on which that many machines of a kind start keeps them; the others are emptied at the first decision
    // anyway.
    private const int ManyMachines = 4;

    private readonly List<ConsolidationMove> _wanted = [];
    private DemandEstimator? _estimator;
    private Consolidator? _consolidator;
    private ConsolidationMachines _machines = new(0);
    private double[] _observed = [];
    private double[] _capacity = [];
    private bool[] _isForMany = [];

    public string Name => "vireo";

    public int Place(CloudSimStart start, int machine)
    {
        _isForMany = _isForMany.Length == start.Hosts ? _isForMany : new bool[start.Hosts];
        bool isSmall = start.MostOn(CloudSimHostKind.G5, machine) >= ManyMachines;
        int host = isSmall ? PlaceSmall(start, machine) : PlaceLarge(start, machine);

        return host >= 0 ? host : start.FirstFit(machine);
    }

    public void Decide(CloudSimFleet fleet, List<CloudSimMove> moves)
    {
        if (_estimator is null || _consolidator is null)
        {
            _estimator = new DemandEstimator(fleet.Machines, demandOptions);
            _consolidator = new Consolidator(HostsOf(fleet), options);
            _machines = new ConsolidationMachines(fleet.Machines);
            _observed = new double[fleet.Machines];
            _capacity = new double[fleet.Machines];
        }

        Observe(fleet, _estimator);
        _wanted.Clear();
        _consolidator.Decide(_machines, _wanted);
        foreach (var move in _wanted)
        {
            moves.Add(new CloudSimMove(move.Machine, move.Target));
        }
    }

    // Small machines together on efficient hosts, from the front.
    private int PlaceSmall(CloudSimStart start, int machine)
    {
        for (int host = 1; host < start.Hosts; host += 2)
        {
            if (start.Fits(machine, host) && (_isForMany[host] || start.AllocatedMips(host) == 0))
            {
                _isForMany[host] = true;

                return host;
            }
        }

        return -1;
    }

    // Large ones where they are in nobody's way: on inefficient hosts, then on efficient ones from the back.
    private int PlaceLarge(CloudSimStart start, int machine)
    {
        for (int host = 0; host < start.Hosts; host += 2)
        {
            if (start.Fits(machine, host))
            {
                return host;
            }
        }

        for (int host = start.Hosts - 1 - (start.Hosts % 2); host > 0; host -= 2)
        {
            if (!_isForMany[host] && start.Fits(machine, host))
            {
                return host;
            }
        }

        return -1;
    }

    private void Observe(CloudSimFleet fleet, DemandEstimator estimator)
    {
        for (int machine = 0; machine < fleet.Machines; machine++)
        {
            _capacity[machine] = fleet.Kind(machine).Mips;
            _observed[machine] = fleet.HostOf(machine) >= 0 ? fleet.Demand[machine] : double.NaN;
        }

        estimator.Observe(_observed, _capacity);
        estimator.Forecast.CopyTo(_machines.Forecast);
        estimator.Variance.CopyTo(_machines.Variance);
        for (int machine = 0; machine < fleet.Machines; machine++)
        {
            var kind = fleet.Kind(machine);
            _machines.Host[machine] = fleet.HostOf(machine);
            _machines.Demand[machine] = fleet.Demand[machine];
            _machines.Memory[machine] = kind.MemoryMib;
            _machines.MigrationSeconds[machine] = kind.MemoryMib / CloudSimLink.MibPerSecond;
            _machines.IsPinned[machine] = fleet.IsMoving(machine);
        }
    }

    private static ConsolidationHosts HostsOf(CloudSimFleet fleet)
    {
        var hosts = new ConsolidationHosts(
            new double[fleet.Hosts], new double[fleet.Hosts], new double[fleet.Hosts], new double[fleet.Hosts]);
        for (int host = 0; host < fleet.Hosts; host++)
        {
            var kind = CloudSimHostKind.Of(host);
            hosts.Capacity[host] = kind.TotalMips;
            hosts.CoreCapacity[host] = kind.CoreMips;
            hosts.Efficiency[host] = kind.MipsPerWatt;
            hosts.Memory[host] = fleet.Rules.MemoryLimits ? fleet.Rules.HostMemoryMib : double.PositiveInfinity;
        }

        return hosts;
    }
}
