using System.Runtime.InteropServices;
using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    private double[] _capped = new double[64];
    private double[] _weights = new double[64];
    private double[] _sizes = new double[64];
    private double[] _poolCuts = new double[64];

    /// <summary>Updates every host, charges the energy since the last time, and drops what the model drops.</summary>
    private void Bring(double at)
    {
        if (at <= _updatedAt)
        {
            return;
        }

        double seconds = at - _updatedAt;
        UpdateAll();
        foreach (var host in _hosts)
        {
            _meter.EnergyJoules += WattsSince(host) * seconds;
            host.Errors += ErrorsIn(host, seconds, at) + LinkErrorsIn(host, seconds);
        }

        _updatedAt = at;
        if (_physics.DropIdleMachines)
        {
            DropIdleMachines();
        }
    }

    private void UpdateAll()
    {
        Pools.Ask(PoolResource.Cpu, index => _machines[index].IsRunning ? DemandOf(_machines[index]) : 0);
        for (int host = 0; host < _hosts.Count; host++)
        {
            UpdateHost(host);
        }

        RecordOutages();
    }

    /// <summary>Shares a host's CPU among its residents in their order, each up to what it wants and its cores give;
    /// when that is too much, all are cut by one factor.</summary>
    private void UpdateHost(int index)
    {
        var host = _hosts[index];
        host.PreviousUtilisation = host.Utilisation;
        var residents = CollectionsMarshal.AsSpan(host.Residents);
        double requested = Want(index, host, residents, out double? cut);
        double used = 0;
        for (int i = 0; i < residents.Length; i++)
        {
            var machine = _machines[residents[i]];
            double share = ShareHere(machine, index);
            double granted = cut is { } factor
                ? Math.Floor(_capped[i] * (Pools.IsEmpty ? factor : _poolCuts[i]) * share)
                : _capped[i] * share;
            used += IsLeaving(machine, index) ? granted / (1 - _physics.MigrationDegradation) : granted;
            if (machine.Host == index)
            {
                machine.GrantedMhz = granted;
                _meter.RecordMachine(residents[i], Now, granted, machine.RequestedMhz, machine.IsMoving);
            }
        }

        host.UsedMhz = used;
        host.Utilisation = host.TotalMhz > 0 ? Math.Min(used / host.TotalMhz, 1) : 0;
        _meter.RecordHost(index, Now, used, requested, host.Utilisation > 0);
    }

    /// <summary>Fills in what every resident may use and how much of the host that takes.</summary>
    /// <returns>All that the residents ask for.</returns>
    private double Want(int index, HostSlot host, Span<int> residents, out double? cut)
    {
        Reserve(residents.Length);
        double requested = 0;
        double capacity = host.TotalMhz * host.CpuFactor;
        double available = capacity;
        double weights = 0;
        bool isShort = false;
        for (int i = 0; i < residents.Length; i++)
        {
            var machine = _machines[residents[i]];
            machine.RequestedMhz = DemandOf(machine);
            requested += machine.RequestedMhz;
            _capped[i] = Math.Min(machine.RequestedMhz, host.CoreMhz * machine.View.Cores) * Pools.BoundOf(residents[i], PoolResource.Cpu);
            _weights[i] = machine.MovingTo == index ? _capped[i] * _physics.MigrationDegradation : _capped[i];
            _sizes[i] = machine.View.CpuCapacity.Value;
            weights += _weights[i];
            isShort |= available < _weights[i];
            available -= _weights[i];
        }

        cut = isShort ? capacity / weights : null;
        if (isShort && !Pools.IsEmpty)
        {
            int count = residents.Length;
            Pools.Divide(
                PoolResource.Cpu, capacity, residents, _weights.AsSpan(0, count), _sizes.AsSpan(0, count), _poolCuts.AsSpan(0, count));
        }

        return requested;
    }

    // What is asked of a machine is a ratio of the CPU that it had at first: a larger one is not asked for more, and a
    // smaller one not for less.
    private double DemandOf(MachineSlot machine)
    {
        double size = machine.View.CpuCapacity.Value;
        double? share = Now < machine.NoisyUntil ? size : ShareOfGroup(machine);
        machine.OfferedMhz = share ?? (_workload.CpuRatio(machine.Row) * machine.FirstMhz);

        return share is null && size >= machine.FirstMhz ? machine.OfferedMhz : Math.Min(machine.OfferedMhz, size);
    }

    /// <summary>The part of its share that a moving machine gets: most at its source, a little at its target.</summary>
    private double ShareHere(MachineSlot machine, int host) =>
        IsLeaving(machine, host) ? 1 - _physics.MigrationDegradation
        : machine.MovingTo == host ? _physics.MigrationDegradation
        : 1;

    private static bool IsLeaving(MachineSlot machine, int host) =>
        machine.IsMoving && (machine.Host == host || machine.Departures?.Contains(host) == true);

    private double WattsSince(HostSlot host)
    {
        if (_physics.IdleHostsDrawNothing && host.PreviousUtilisation == 0)
        {
            return 0;
        }

        return host.View.State switch
        {
            HostState.On or HostState.Unreachable =>
                (host.View.Power.At(host.PreviousUtilisation).Value + host.View.Power.At(host.Utilisation).Value) / 2,
            HostState.PoweringOn => host.View.Power.At(1).Value,
            HostState.PoweringOff => host.View.Power.At(0).Value,
            _ => 0,
        };
    }

    /// <summary>A machine that is down against its owner's will wants and gets nothing: that is unserved
    /// demand.</summary>
    private void RecordOutages()
    {
        for (int index = 0; index < _machines.Count; index++)
        {
            var machine = _machines[index];
            if (!machine.IsGone && machine.View.State == PowerState.Failed)
            {
                machine.RequestedMhz = DemandOf(machine);
                machine.GrantedMhz = 0;
                _meter.RecordMachine(index, Now, 0, machine.RequestedMhz, isMoving: false);
            }
        }
    }

    private void DropIdleMachines()
    {
        for (int index = 0; index < _machines.Count; index++)
        {
            var machine = _machines[index];
            if (machine.IsRunning && !machine.IsMoving && machine.RequestedMhz == 0)
            {
                _meter.MachinesDropped++;
                Vanish(index, "was idle and is gone");
            }
        }
    }

    private void Reserve(int residents)
    {
        if (_capped.Length < residents)
        {
            _capped = new double[residents * 2];
            _weights = new double[residents * 2];
            _sizes = new double[residents * 2];
            _poolCuts = new double[residents * 2];
        }
    }
}
