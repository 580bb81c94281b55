using System.Runtime.InteropServices;

namespace Vireo.Simulation;

/// <summary>The allocation that a reference policy tries out: machines per host, with sums that are renewed when a host
/// changes. While hosts are drained a machine may be on two of them.</summary>
internal sealed class TrialAllocation
{
    private readonly CloudSimFleet _fleet;
    private readonly IOverloadTest _overload;
    private readonly List<int>[] _machines;
    private readonly List<int>[] _shared;
    private readonly bool[] _isInTableOrder;
    private readonly double[] _allocated;
    private readonly double[] _available;
    private readonly double[] _requested;
    private readonly int[] _freeMib;
    private readonly double[][] _past;
    private readonly int[] _pastLength;
    private readonly bool[] _isStale;
    private readonly int[] _machinePastLength;
    private readonly CloudSimShares _shares = new();
    private readonly double[] _trial = new double[CloudSimPast.Window];
    private int _window;

    /// <summary>For the hosts of a fleet.</summary>
    public TrialAllocation(CloudSimFleet fleet, IOverloadTest overload)
    {
        _fleet = fleet;
        _overload = overload;
        _machines = new List<int>[fleet.Hosts];
        _shared = new List<int>[fleet.Hosts];
        _isInTableOrder = new bool[fleet.Hosts];
        _past = new double[fleet.Hosts][];
        for (int host = 0; host < fleet.Hosts; host++)
        {
            _machines[host] = [];
            _shared[host] = [];
            _past[host] = new double[CloudSimPast.Window];
        }

        _allocated = new double[fleet.Hosts];
        _available = new double[fleet.Hosts];
        _requested = new double[fleet.Hosts];
        _freeMib = new int[fleet.Hosts];
        _pastLength = new int[fleet.Hosts];
        _isStale = new bool[fleet.Hosts];
        _machinePastLength = new int[fleet.Machines];
    }

    /// <summary>Starts from what is.</summary>
    public void Reset()
    {
        _window = Math.Min(_fleet.Past.Length, CloudSimPast.Window);
        for (int host = 0; host < _machines.Length; host++)
        {
            _machines[host].Clear();
            _machines[host].AddRange(_fleet.Residents(host));
            _shared[host].Clear();
            _shared[host].AddRange(_fleet.Residents(host));
            _isInTableOrder[host] = false;
            _isStale[host] = true;
            foreach (int machine in _machines[host])
            {
                _machinePastLength[machine] = PastLength(machine);
            }
        }
    }

    /// <summary>Machines on a host.</summary>
    public ReadOnlySpan<int> On(int host) => CollectionsMarshal.AsSpan(_machines[host]);

    /// <summary>Adds a machine.</summary>
    public void Add(int machine, int host)
    {
        _machines[host].Add(machine);
        _shared[host].Add(machine);
        _fleet.RememberCount(host, _shared[host].Count);
        _isInTableOrder[host] = false;
        _isStale[host] = true;
    }

    /// <summary>Takes a machine off.</summary>
    public void Remove(int machine, int host)
    {
        _machines[host].Remove(machine);
        _shared[host].Remove(machine);
        Reorder(host);
        _isStale[host] = true;
    }

    /// <summary>CPU granted on a host.</summary>
    public double AllocatedMips(int host)
    {
        Renew(host);

        return _allocated[host];
    }

    /// <summary>CPU free on a host.</summary>
    public double AvailableMips(int host)
    {
        Renew(host);

        return _available[host];
    }

    /// <summary>Whether a host has what a machine asks for now. One that has is tried in the reference, which shares
    /// its CPU anew in another order; later answers depend on that in their last bits.</summary>
    public bool IsSuitable(int host, int machine)
    {
        Renew(host);
        double demand = _fleet.Demand[machine];
        bool isSuitable = CloudSimHostKind.Of(host).CoreMips >= demand
            && _available[host] >= demand
            && (!_fleet.Rules.MemoryLimits || _freeMib[host] >= _fleet.Kind(machine).MemoryMib);
        if (isSuitable && _allocated[host] != 0)
        {
            Try(host);
        }

        return isSuitable;
    }

    /// <summary>Whether a host is overloaded with the machines it has.</summary>
    public bool IsOverloaded(int host)
    {
        Renew(host);

        return _overload.IsOverloaded(
            _requested[host] / CloudSimHostKind.Of(host).TotalMips, _past[host].AsSpan(0, _pastLength[host]));
    }

    /// <summary>Whether a host would be overloaded with one machine more.</summary>
    public bool IsOverloadedWith(int host, int machine)
    {
        Renew(host);
        double hostMips = CloudSimHostKind.Of(host).TotalMips;
        _past[host].CopyTo(_trial, 0);
        AddPast(_trial, machine, hostMips);
        int length = Math.Max(_pastLength[host], _machinePastLength[machine]);

        return _overload.IsOverloaded(
            (_requested[host] + _fleet.Demand[machine]) / hostMips, _trial.AsSpan(0, length));
    }

    private void Renew(int host)
    {
        if (!_isStale[host])
        {
            return;
        }

        _isStale[host] = false;
        var kind = CloudSimHostKind.Of(host);
        _available[host] = Share(host).AvailableMips;
        _shares.Divide(kind, On(host), _fleet.MostEver(host), _fleet.Demand);
        _allocated[host] = _shares.AllocatedMips;
        double requested = 0;
        int length = 1;
        int freeMib = _fleet.Rules.HostMemoryMib;
        Array.Clear(_past[host]);
        foreach (int machine in On(host))
        {
            requested += _fleet.Demand[machine];
            freeMib -= _fleet.Kind(machine).MemoryMib;
            length = Math.Max(length, _machinePastLength[machine]);
            AddPast(_past[host], machine, kind.TotalMips);
        }

        _requested[host] = requested;
        _freeMib[host] = freeMib;
        _pastLength[host] = length;
    }

    private void Try(int host)
    {
        _fleet.RememberCount(host, _shared[host].Count + 1);
        if (!_isInTableOrder[host])
        {
            Reorder(host);
            _available[host] = Share(host).AvailableMips;
        }
    }

    // Taking a machine off, or only trying one, shares the rest anew, in the order of the reference's table.
    private void Reorder(int host)
    {
        _isInTableOrder[host] = true;
        CloudSimTableOrder.Sort(CollectionsMarshal.AsSpan(_shared[host]), _fleet.MostEver(host));
    }

    private CloudSimShares Share(int host)
    {
        _shares.Divide(
            CloudSimHostKind.Of(host), CollectionsMarshal.AsSpan(_shared[host]), _fleet.MostEver(host), _fleet.Demand);

        return _shares;
    }

    private void AddPast(double[] past, int machine, double hostMips)
    {
        double mips = _fleet.Kind(machine).Mips;
        for (int ago = 0; ago < _window; ago++)
        {
            past[ago] += _fleet.Past.At(machine, ago) * mips / hostMips;
        }
    }

    private int PastLength(int machine)
    {
        int length = _window;
        while (length > 1 && _fleet.Past.At(machine, length - 1) == 0)
        {
            length--;
        }

        return length;
    }
}
