using System.Runtime.InteropServices;

namespace Vireo.Simulation;

/// <summary>Hosts and machines of the reference simulator at one instant.</summary>
internal sealed class CloudSimFleet
{
    private readonly CloudSimWorkload _workload;
    private readonly List<int>[] _residents;
    private readonly List<int>[] _arriving;
    private readonly double[] _usedMips;
    private readonly double[] _previousUsedMips;
    private readonly int[] _mostEver;
    private readonly int[] _hostOf;
    private readonly bool[] _isMoving;
    private readonly double[] _utilisation;
    private readonly double[] _demand;
    private readonly CloudSimShares _shares = new();

    /// <summary>All machines nowhere, all hosts empty.</summary>
    public CloudSimFleet(CloudSimWorkload workload, int hosts, CloudSimRules rules)
    {
        _workload = workload;
        Rules = rules;
        _residents = new List<int>[hosts];
        _arriving = new List<int>[hosts];
        for (int host = 0; host < hosts; host++)
        {
            _residents[host] = [];
            _arriving[host] = [];
        }

        int machines = workload.Kinds.Length;
        _usedMips = new double[hosts];
        _previousUsedMips = new double[hosts];
        _mostEver = new int[hosts];
        _hostOf = new int[machines];
        _isMoving = new bool[machines];
        _utilisation = new double[machines];
        _demand = new double[machines];
        Past = new CloudSimPast(machines);
        Array.Fill(_hostOf, -1);
    }

    /// <summary>Which simplifications hold.</summary>
    public CloudSimRules Rules { get; }

    /// <summary>How many hosts.</summary>
    public int Hosts => _residents.Length;

    /// <summary>How many machines there were at the start.</summary>
    public int Machines => _hostOf.Length;

    /// <summary>Decisions so far, this one included.</summary>
    public int Step => Past.Length;

    /// <summary>Utilisation of every machine at the last decisions.</summary>
    public CloudSimPast Past { get; }

    /// <summary>CPU that each machine asks for, in MIPS.</summary>
    public ReadOnlySpan<double> Demand => _demand;

    /// <summary>What a machine is.</summary>
    public CloudSimMachineKind Kind(int machine) => _workload.Kinds[machine];

    /// <summary>Where a machine runs; -1 when it is gone.</summary>
    public int HostOf(int machine) => _hostOf[machine];

    /// <summary>Whether a machine is being moved.</summary>
    public bool IsMoving(int machine) => _isMoving[machine];

    /// <summary>Machines on a host in the order in which they came, arriving ones included.</summary>
    public ReadOnlySpan<int> Residents(int host) => CollectionsMarshal.AsSpan(_residents[host]);

    /// <summary>Load of a host at its last update, 0 to 1.</summary>
    public double Utilisation(int host) => CloudSimHostKind.Of(host).Utilisation(_usedMips[host]);

    /// <summary>CPU that was used on a host at its last update.</summary>
    public double UsedMips(int host) => _usedMips[host];

    /// <summary>Machines that a host has had at most, tried ones included.</summary>
    public int MostEver(int host) => _mostEver[host];

    /// <summary>Remembers how many machines a host has or is tried with.</summary>
    public void RememberCount(int host, int machines) => _mostEver[host] = Math.Max(_mostEver[host], machines);

    /// <summary>Starts a machine on a host.</summary>
    public void Start(int machine, int host)
    {
        _residents[host].Add(machine);
        _hostOf[machine] = host;
    }

    /// <summary>Reads the demand of an instant.</summary>
    /// <param name="seconds">Since the start.</param>
    /// <param name="isStep">Whether a decision is due.</param>
    public void ReadDemand(double seconds, bool isStep)
    {
        _workload.Read(seconds, _utilisation);
        if (isStep)
        {
            Past.Add(_utilisation);
        }

        for (int machine = 0; machine < _demand.Length; machine++)
        {
            _demand[machine] = _utilisation[machine] * Kind(machine).Mips;
        }
    }

    /// <summary>Shares the CPU of every host among its machines.</summary>
    public void UpdateAll(double seconds, CloudSimMeter meter)
    {
        for (int host = 0; host < Hosts; host++)
        {
            Update(host, seconds, meter);
        }
    }

    /// <summary>Average power of a host since its update before the last one, in watts.</summary>
    public double WattsSince(int host)
    {
        var kind = CloudSimHostKind.Of(host);
        double from = kind.Utilisation(_previousUsedMips[host]);
        if (from == 0 && !(Rules.IdleHostsDrawPower && _residents[host].Count > 0))
        {
            return 0;
        }

        double fromWatts = kind.WattsAt(from);

        return fromWatts + ((kind.WattsAt(kind.Utilisation(_usedMips[host])) - fromWatts) / 2);
    }

    /// <summary>Deletes the machines that ask for nothing, where the rules say so.</summary>
    /// <returns>How many.</returns>
    public int DropIdle()
    {
        int dropped = 0;
        for (int machine = 0; machine < Machines && Rules.DropsIdleMachines; machine++)
        {
            if (_hostOf[machine] >= 0 && !_isMoving[machine] && _demand[machine] == 0)
            {
                _residents[_hostOf[machine]].Remove(machine);
                _hostOf[machine] = -1;
                dropped++;
            }
        }

        return dropped;
    }

    /// <summary>Starts a migration: the machine is on both hosts from now on.</summary>
    public void BeginMove(CloudSimMove move, double seconds, CloudSimMeter meter)
    {
        _isMoving[move.Machine] = true;
        if (!_arriving[move.Target].Contains(move.Machine))
        {
            _arriving[move.Target].Add(move.Machine);
            _residents[move.Target].Add(move.Machine);
            Update(move.Target, seconds, meter);
            Update(_hostOf[move.Machine], seconds, meter);
        }
    }

    /// <summary>Ends a migration.</summary>
    public void EndMove(CloudSimMove move)
    {
        _residents[_hostOf[move.Machine]].Remove(move.Machine);
        if (_arriving[move.Target].Remove(move.Machine))
        {
            _residents[move.Target].Remove(move.Machine);
        }

        _residents[move.Target].Add(move.Machine);
        _hostOf[move.Machine] = move.Target;
        _isMoving[move.Machine] = false;
    }

    private void Update(int host, double seconds, CloudSimMeter meter)
    {
        var residents = Residents(host);
        RememberCount(host, residents.Length);
        _previousUsedMips[host] = _usedMips[host];
        _shares.Divide(CloudSimHostKind.Of(host), residents, _mostEver[host], _demand, _isMoving, _arriving[host]);
        double used = 0;
        double requested = 0;
        for (int i = 0; i < residents.Length; i++)
        {
            int machine = residents[i];
            double granted = _shares.Granted(i);
            requested += _demand[machine];
            if (!_arriving[host].Contains(machine))
            {
                meter.RecordMachine(machine, seconds, granted, _demand[machine], _isMoving[machine]);
                granted = _isMoving[machine] ? granted / CloudSimShares.AtSource : granted;
            }

            used += granted;
        }

        _usedMips[host] = used;
        meter.RecordHost(host, seconds, used, requested);
    }
}
