namespace Vireo.Scheduling.Placement.Peers;

/// <summary>ProxLB for Proxmox VE: while the memory in use of the fullest and the emptiest host are more than the
/// "balanciness" apart, takes machine after machine to the emptiest host.</summary>
/// <remarks>Defaults: method memory, mode used, balanciness 10 %, twice a day.</remarks>
internal sealed class ProxLb : IPeerManager
{
    private const double Balanciness = 0.10;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(12);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        if (fleet.Hosts.IsEmpty)
        {
            return;
        }

        int[] machines = [.. fleet.Hosts.SelectMany(fleet.Movable).Order()];
        foreach (int machine in machines)
        {
            int emptiest = fleet.Hosts.MinBy(fleet.MemoryRatio);
            if (fleet.Hosts.Max(fleet.MemoryRatio) - fleet.MemoryRatio(emptiest) <= Balanciness)
            {
                return;
            }

            if (fleet.CanGo(machine, emptiest))
            {
                fleet.Move(machine, emptiest, "balance", $"The memory in use of hosts is more than {Balanciness:P0} apart.");
            }
        }
    }
}
