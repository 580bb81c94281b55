using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>The start placement of the reference simulator: every machine is given its full CPU, memory and
/// bandwidth.</summary>
internal sealed class CloudSimStart
{
    private const double HostBandwidth = 1_000_000;
    private const double MachineBandwidth = 100_000;
    private const double HostStorage = 1_000_000;
    private const double MachineStorage = 2_500;

    private readonly ImmutableArray<CloudSimMachineKind> _kinds;
    private readonly CloudSimRules _rules;
    private readonly double[] _allocatedMips;
    private readonly double[] _availableMips;
    private readonly int[] _availableMib;
    private readonly int[] _machines;

    /// <summary>Empty hosts.</summary>
    public CloudSimStart(ImmutableArray<CloudSimMachineKind> kinds, int hosts, CloudSimRules rules)
    {
        _kinds = kinds;
        _rules = rules;
        _allocatedMips = new double[hosts];
        _availableMips = new double[hosts];
        _availableMib = new int[hosts];
        _machines = new int[hosts];
        for (int host = 0; host < hosts; host++)
        {
            _availableMips[host] = CloudSimHostKind.Of(host).TotalMips;
            _availableMib[host] = rules.HostMemoryMib;
        }
    }

    /// <summary>How many hosts.</summary>
    public int Hosts => _machines.Length;

    /// <summary>CPU given away on a host.</summary>
    public double AllocatedMips(int host) => _allocatedMips[host];

    /// <summary>CPU not given away on a host.</summary>
    public double AvailableMips(int host) => _availableMips[host];

    /// <summary>What a machine is.</summary>
    public CloudSimMachineKind Kind(int machine) => _kinds[machine];

    /// <summary>Whether a machine fits on a host with all that it is configured for.</summary>
    public bool Fits(int machine, int host)
    {
        var kind = _kinds[machine];
        int after = _machines[host] + 1;

        return CloudSimHostKind.Of(host).CoreMips >= kind.Mips
            && _availableMips[host] >= kind.Mips
            && _availableMib[host] >= kind.MemoryMib
            && after * MachineBandwidth <= HostBandwidth
            && after * MachineStorage <= HostStorage;
    }

    /// <summary>How many machines like one fit on an empty host.</summary>
    public int MostOn(CloudSimHostKind host, int machine)
    {
        var kind = _kinds[machine];

        return (int)Math.Min(
            Math.Min(host.TotalMips / kind.Mips, _rules.HostMemoryMib / kind.MemoryMib),
            HostBandwidth / MachineBandwidth);
    }

    /// <summary>The first host on which a machine fits, or -1.</summary>
    public int FirstFit(int machine)
    {
        for (int host = 0; host < Hosts; host++)
        {
            if (Fits(machine, host))
            {
                return host;
            }
        }

        return -1;
    }

    /// <summary>Gives a machine what it is configured for.</summary>
    public void Take(int machine, int host)
    {
        var kind = _kinds[machine];
        _allocatedMips[host] += kind.Mips;
        _availableMips[host] -= kind.Mips;
        _availableMib[host] -= kind.MemoryMib;
        _machines[host]++;
    }
}
