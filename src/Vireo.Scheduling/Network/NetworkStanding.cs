using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>How what is declared of the network stands in a fleet: what has to change, and why that must wait.</summary>
/// <param name="Plan">What has to change.</param>
/// <param name="Refusals">Why it must not be carried out now; empty when it may be.</param>
public sealed record NetworkStanding(NetworkPlan Plan, ImmutableArray<string> Refusals)
{
    private const int MostNamed = 4;

    /// <summary>Compares what stands there with what should be.</summary>
    /// <param name="fleet">The picture; what is being created counts, so that its port is there when it starts.</param>
    /// <param name="intent">What is declared, without <see cref="NetworkCheck"/> problems.</param>
    /// <param name="network">What stands there.</param>
    public static NetworkStanding Of(FleetSnapshot fleet, NetworkIntent intent, NetworkSight network)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var machines = Machines(fleet);
        var plan = NetworkPlanner.Plan(intent, machines, network.State, network.Management);

        return new NetworkStanding(plan, [.. plan.Refusals, .. Unsure(fleet, intent, machines, plan.Losses)]);
    }

    /// <summary>Up to four of them in one line.</summary>
    internal static string Some(IReadOnlyList<string> all) => all.Count <= MostNamed
        ? string.Join("; ", all)
        : $"{string.Join("; ", all.Take(MostNamed))}; and {all.Count - MostNamed} more";

    // No data, no action: before the hypervisor has answered no machine is known to be gone, and one on a host that does not
    // answer may still run.
    private static IEnumerable<string> Unsure(
        FleetSnapshot fleet, NetworkIntent intent, List<VirtualMachine> machines, ImmutableArray<ConnectivityLoss> losses)
    {
        if (fleet.Hosts.IsEmpty)
        {
            yield return "No host is known yet, so it is not known which machines there are.";
        }

        if (losses.IsEmpty || fleet.Hosts.FirstOrDefault(host => host.State == HostState.Unreachable) is not { } silent)
        {
            yield break;
        }

        var known = machines.Select(machine => machine.Name)
            .Concat(intent.Networks.SelectMany(network => network.Ports).Select(port => port.Machine)).ToHashSet(StringComparer.Ordinal);
        var unsure = losses.Select(loss => loss.Machine).Where(machine => !known.Contains(machine)).Distinct().ToList();
        if (unsure.Count > 0)
        {
            yield return $"Host '{silent.Name}' does not answer, so {Some(unsure)} may still run there and would be cut off.";
        }
    }

    private static List<VirtualMachine> Machines(FleetSnapshot fleet)
    {
        var known = fleet.VirtualMachines.Select(machine => machine.Id).ToHashSet();

        return
        [
            .. fleet.VirtualMachines,
            .. fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
                .Where(create => known.Add(create.VirtualMachine))
                .Select(create => new VirtualMachine(
                    create.VirtualMachine, create.VirtualMachine.Value, new ProviderId(""), fleet.Cluster, create.On, PowerState.Creating,
                    Cores: 1, new CpuMhz(0), new MemoryBytes(0), Mobility.Free, create.Group, create.Pool)),
        ];
    }
}
