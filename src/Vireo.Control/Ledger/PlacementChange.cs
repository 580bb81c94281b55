using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a plan changes of the placement, as small as it can be kept until it is measured: the hosts it touches
/// and everything on them.</summary>
/// <param name="Hosts">Ordered by identifier.</param>
/// <param name="Machines">Ordered by identifier.</param>
/// <param name="Horizon">Over which the plan had to pay back.</param>
/// <param name="UnservedWattHoursPerGhzHour">What the policy equates CPU that was not served with.</param>
internal sealed record PlacementChange(
    ImmutableArray<TouchedHost> Hosts, ImmutableArray<TouchedMachine> Machines, TimeSpan Horizon,
    double UnservedWattHoursPerGhzHour)
{
    /// <summary>Where things stand before any of a plan's actions; null when none of them changes the
    /// placement.</summary>
    public static PlacementChange? Before(FleetSnapshot fleet, IEnumerable<PlannedAction> actions, Policy policy)
    {
        var touched = actions.SelectMany(planned => HostsOf(planned.Action)).ToHashSet();
        if (touched.Count == 0)
        {
            return null;
        }

        return new PlacementChange(
            [
                .. fleet.Hosts.Where(host => touched.Contains(host.Id)).OrderBy(host => host.Id).Select(host =>
                    new TouchedHost(host.Id, host.CpuCapacity.Value, host.Power, host.State == HostState.On, host.State == HostState.On)),
            ],
            [
                .. fleet.VirtualMachines.Where(machine => machine.State == PowerState.On)
                    .Where(machine => machine.Host is { } host && touched.Contains(host)).OrderBy(machine => machine.Id)
                    .Select(machine => new TouchedMachine(machine.Id, machine.Host!.Value, machine.Host.Value)),
            ],
            policy.Horizon, policy.UnservedWattHoursPerGhzHour);
    }

    /// <summary>The same once some of the actions have succeeded.</summary>
    public PlacementChange With(IEnumerable<FleetAction> succeeded)
    {
        var moved = new Dictionary<VirtualMachineId, HostId>();
        var switched = new Dictionary<HostId, bool>();
        foreach (var action in succeeded)
        {
            switch (action)
            {
                case Migration migration:
                    moved[migration.VirtualMachine] = migration.To;
                    break;
                case PowerOffHost off:
                    switched[off.Host] = false;
                    break;
                case PowerOnHost on:
                    switched[on.Host] = true;
                    break;
            }
        }

        return this with
        {
            Hosts = [.. Hosts.Select(host => host with { IsOnAfter = switched.GetValueOrDefault(host.Id, host.IsOnBefore) })],
            Machines =
            [
                .. Machines.Select(machine => machine with { After = moved.GetValueOrDefault(machine.Id, machine.Before) }),
            ],
        };
    }

    private static HostId[] HostsOf(FleetAction action) => action switch
    {
        Migration migration => [migration.From, migration.To],
        PowerOffHost off => [off.Host],
        PowerOnHost on => [on.Host],
        _ => [],
    };
}
