using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    private readonly Dictionary<HostId, int> _hostIndex = [];
    private readonly Dictionary<VirtualMachineId, int> _machineIndex = [];
    private readonly Dictionary<VmTemplateId, SimulatedTemplate> _templates = [];

    /// <summary>Finds a host.</summary>
    /// <exception cref="ProviderException">There is none of that name.</exception>
    public int HostIndex(HostId id) =>
        _hostIndex.TryGetValue(id, out int index) ? index : throw Refuse($"There is no host '{id}'.");

    /// <summary>Finds a machine that still exists.</summary>
    /// <exception cref="ProviderException">There is none of that name, or it was deleted.</exception>
    public int MachineIndex(VirtualMachineId id) =>
        _machineIndex.TryGetValue(id, out int index) && !_machines[index].IsGone
            ? index
            : throw Refuse($"There is no virtual machine '{id}'.");

    private static ProviderException Refuse(string reason) => new(reason, isTransient: false);

    private void Index()
    {
        for (int i = 0; i < _hosts.Count; i++)
        {
            _hostIndex.Add(_hosts[i].View.Id, i);
        }

        for (int i = 0; i < _machines.Count; i++)
        {
            _machineIndex.Add(_machines[i].View.Id, i);
        }

        foreach (var group in Scenario.Groups)
        {
            _groups.Add(group.Id, group);
        }
    }

    private void IndexTemplates()
    {
        foreach (var template in Scenario.Templates)
        {
            _templates.Add(template.Id, template);
        }
    }
}
