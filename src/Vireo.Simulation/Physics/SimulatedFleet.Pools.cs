using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Simulation;

/// <content>Resource pools: CPU is divided at every update, the other resources at every sample.</content>
internal sealed partial class SimulatedFleet
{
    /// <summary>Pools in force, and what they cut.</summary>
    public PoolEnforcement Pools { get; } = new();

    /// <summary>Creates a pool, or changes its terms and members.</summary>
    /// <exception cref="ProviderException">A member, or the pool above, does not exist.</exception>
    public FleetOperation SetPool(SetPoolTerms action)
    {
        var setting = action.Setting;
        if (setting.Parent is { } parent && !Pools.Knows(parent))
        {
            throw Refuse($"Pool '{setting.Pool}' is to be part of '{parent}', which does not exist.");
        }

        int[] members = [.. setting.VirtualMachines.Select(MachineIndex)];
        Bring(Now);
        Pools.Set(setting, members);
        InventoryVersion++;
        Tell(FleetEventKind.Reconfigured, EntityId.Of(setting.Pool), $"Has {members.Length} machines and new terms.");
        UpdateAll();

        return Done(action, subject: -1, "Terms are in force.");
    }
}
