using System.Runtime.InteropServices;

namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Who would be where: machines per host with their sums, changed move by move.</summary>
internal sealed class ConsolidationState
{
    private readonly ConsolidationHosts _hosts;
    private readonly List<int>[] _on;
    private readonly double[] _load;
    private readonly double[] _forecast;
    private readonly double[] _variance;
    private readonly double[] _memory;
    private readonly bool[] _isOpen;
    private readonly List<int> _used = [];
    private ConsolidationMachines _machines = new(0);
    private bool[] _hasMoved = [];

    public ConsolidationState(ConsolidationHosts hosts)
    {
        _hosts = hosts;
        _on = new List<int>[hosts.Count];
        for (int host = 0; host < hosts.Count; host++)
        {
            _on[host] = [];
        }

        _load = new double[hosts.Count];
        _forecast = new double[hosts.Count];
        _variance = new double[hosts.Count];
        _memory = new double[hosts.Count];
        _isOpen = new bool[hosts.Count];
    }

    /// <summary>Hosts that hold machines or were woken, by index; those that are emptied stay in until the next
    /// decision.</summary>
    public ReadOnlySpan<int> Used => CollectionsMarshal.AsSpan(_used);

    public double Load(int host) => _load[host];

    public double Forecast(int host) => _forecast[host];

    public double Variance(int host) => _variance[host];

    public ReadOnlySpan<int> On(int host) => CollectionsMarshal.AsSpan(_on[host]);

    /// <summary>Where a machine runs before anything is moved.</summary>
    public int HomeOf(int machine) => _machines.Host[machine];

    public bool HasMoved(int machine) => _hasMoved[machine] || _machines.IsPinned[machine];

    /// <summary>Whether a host may take machines.</summary>
    public bool IsOpen(int host) => _isOpen[host];

    public void SetOpen(int host, bool isOpen) => _isOpen[host] = isOpen;

    /// <summary>Starts from what is.</summary>
    public void Reset(ConsolidationMachines machines)
    {
        _machines = machines;
        _hasMoved = _hasMoved.Length == machines.Count ? _hasMoved : new bool[machines.Count];
        Array.Clear(_hasMoved);
        Array.Clear(_isOpen);
        Array.Clear(_memory);
        foreach (var on in _on)
        {
            on.Clear();
        }

        for (int machine = 0; machine < machines.Count; machine++)
        {
            int host = machines.Host[machine];
            if (host >= 0)
            {
                _on[host].Add(machine);
                _memory[host] += machines.Memory[machine];
                _isOpen[host] = true;
            }
        }

        _used.Clear();
        for (int host = 0; host < _on.Length; host++)
        {
            _load[host] = _forecast[host] = _variance[host] = 0;
            foreach (int machine in _on[host])
            {
                Count(machine, host, sign: 1);
            }

            if (_isOpen[host])
            {
                _used.Add(host);
            }
        }
    }

    /// <summary>Makes an empty host one that may take machines.</summary>
    public void Wake(int host)
    {
        _isOpen[host] = true;
        if (!_used.Contains(host))
        {
            _used.Add(host);
        }
    }

    /// <summary>Moves a machine. Its memory counts at both ends: until the migration is over it is needed
    /// there.</summary>
    public void Move(int machine, int from, int to)
    {
        _on[from].Remove(machine);
        _on[to].Add(machine);
        Count(machine, from, sign: -1);
        Count(machine, to, sign: 1);
        _memory[to] += _machines.Memory[machine];
        _hasMoved[machine] = true;
    }

    /// <summary>Takes a move back.</summary>
    public void MoveBack(int machine, int from, int to)
    {
        _on[to].Remove(machine);
        _on[from].Add(machine);
        Count(machine, to, sign: -1);
        Count(machine, from, sign: 1);
        _memory[to] -= _machines.Memory[machine];
        _hasMoved[machine] = false;
    }

    /// <summary>Whether a host has the memory and a core for a machine, and the CPU it asks for now.</summary>
    public bool FitsNow(int machine, int host) =>
        _load[host] + _machines.Demand[machine] <= _hosts.Capacity[host]
        && _machines.Demand[machine] <= _hosts.CoreCapacity[host]
        && _machines.Forecast[machine] <= _hosts.CoreCapacity[host]
        && _memory[host] + _machines.Memory[machine] <= _hosts.Memory[host];

    private void Count(int machine, int host, int sign)
    {
        _load[host] += sign * _machines.Demand[machine];
        _forecast[host] += sign * _machines.Forecast[machine];
        _variance[host] = Math.Max(0, _variance[host] + (sign * _machines.Variance[machine]));
    }
}
