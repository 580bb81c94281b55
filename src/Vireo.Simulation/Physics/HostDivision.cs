using System.Runtime.InteropServices;
using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Divides what a host has of memory, network or disk among its machines: by pools where there are some, else
/// all are cut by one factor.</summary>
internal sealed class HostDivision(SimulatedFleet fleet, PoolResource resource)
{
    private double[] _wants = new double[64];
    private double[] _sizes = new double[64];
    private double[] _cuts = new double[64];

    /// <summary>Gives every machine its part.</summary>
    /// <param name="wanted">What a machine wants.</param>
    /// <param name="capacityOf">What a host has; null for as much as is wanted.</param>
    /// <param name="give">Told the part of its wish that a machine gets, 0 to 1.</param>
    public void Run(Func<MachineSlot, double> wanted, Func<HostSlot, double?> capacityOf, Action<MachineSlot, double> give)
    {
        fleet.Pools.Ask(resource, index => fleet.Machines[index] is { IsRunning: true } machine ? wanted(machine) : 0);
        foreach (var host in fleet.Hosts)
        {
            var residents = CollectionsMarshal.AsSpan(host.Residents);
            Reserve(residents.Length);
            double total = 0;
            for (int i = 0; i < residents.Length; i++)
            {
                var machine = fleet.Machines[residents[i]];
                _wants[i] = wanted(machine) * fleet.Pools.BoundOf(residents[i], resource);
                _sizes[i] = machine.View.Memory.Value;
                total += _wants[i];
            }

            Cut(residents, total, capacityOf(host) ?? double.PositiveInfinity);
            for (int i = 0; i < residents.Length; i++)
            {
                give(fleet.Machines[residents[i]], _cuts[i] * fleet.Pools.BoundOf(residents[i], resource));
            }
        }
    }

    private void Cut(ReadOnlySpan<int> residents, double total, double capacity)
    {
        var cuts = _cuts.AsSpan(0, residents.Length);
        if (total <= capacity)
        {
            cuts.Fill(1);
        }
        else if (fleet.Pools.IsEmpty)
        {
            cuts.Fill(capacity / total);
        }
        else
        {
            fleet.Pools.Divide(
                resource, capacity, residents, _wants.AsSpan(0, residents.Length), _sizes.AsSpan(0, residents.Length), cuts);
        }
    }

    private void Reserve(int residents)
    {
        if (_wants.Length < residents)
        {
            (_wants, _sizes, _cuts) = (new double[residents * 2], new double[residents * 2], new double[residents * 2]);
        }
    }
}
