using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>Which hosts have the CPU features that a machine uses while it runs; compared once a combination.</summary>
internal sealed class CpuCompatibility
{
    private readonly int[] _machineClass;
    private readonly int[] _hostClass;
    private readonly bool[,] _fits;

    /// <summary>Compares every set that machines use with every set that hosts have.</summary>
    public CpuCompatibility(FleetSnapshot fleet)
    {
        var used = new List<TagSet>();
        var offered = new List<TagSet>();
        _machineClass = Number(fleet.VirtualMachines.Select(Used), used);
        _hostClass = Number(fleet.Hosts.Select(host => host.CpuFeatures), offered);
        _fits = new bool[used.Count, offered.Count];
        for (int machine = 0; machine < used.Count; machine++)
        {
            for (int host = 0; host < offered.Count; host++)
            {
                _fits[machine, host] = Missing(used[machine], offered[host]).Count == 0;
            }
        }
    }

    /// <summary>Number of the set of features that a machine uses.</summary>
    public int ClassOfMachine(int machine) => _machineClass[machine];

    /// <summary>Number of the set of features that a host has.</summary>
    public int ClassOfHost(int host) => _hostClass[host];

    /// <summary>Whether a host of one class has what a machine of another uses.</summary>
    public bool Fits(int machineClass, int hostClass) => _fits[machineClass, hostClass];

    /// <summary>Whether a host has what a machine uses.</summary>
    public bool Allows(int machine, int host) => _fits[_machineClass[machine], _hostClass[host]];

    /// <summary>Features that a machine uses and a host lacks, ascending.</summary>
    public static List<string> Missing(TagSet used, TagSet offered) => [.. used.All.Where(feature => !offered.Contains(feature))];

    // A machine that does not run finds out what there is when it starts.
    private static TagSet Used(VirtualMachine machine) =>
        machine.State is PowerState.Off or PowerState.Failed ? default : machine.CpuFeatures;

    private static int[] Number(IEnumerable<TagSet> sets, List<TagSet> distinct)
    {
        var numbers = new Dictionary<TagSet, int>();
        var classes = new List<int>();
        foreach (var set in sets)
        {
            if (!numbers.TryGetValue(set, out int number))
            {
                numbers[set] = number = distinct.Count;
                distinct.Add(set);
            }

            classes.Add(number);
        }

        return [.. classes];
    }
}
