using Vireo.Fleet;
using Vireo.Scheduling.Placement.Powering;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Powers empty hosts off while spare capacity and the minimum hold (S6, S27), and wakes one where load had
/// nowhere to go.</summary>
internal static class HostPower
{
    /// <summary>At most one of both directions: what needs a host now is not a time to switch others off.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        if (!model.Policy.ManageHostPower)
        {
            return;
        }

        string? need = context.NeedsHost ?? context.Spare.TrustedShortage();
        if (need is not null)
        {
            Wake(context, need);
        }
        else if (model.Policy.Consolidate && model.Fleet.Hosts.All(host => host.State != HostState.PoweringOn))
        {
            SwitchOff(context);
        }
    }

    private static void Wake(PlacementContext context, string need)
    {
        var hosts = context.Model.Fleet.Hosts;
        bool isOneComing = hosts.Any(host => host.State == HostState.PoweringOn) ||
            context.Model.Fleet.InFlight.Any(action => action.Action is PowerOnHost);
        var sleeping = Enumerable.Range(0, hosts.Length)
            .Where(host => hosts[host].State == HostState.Off && !hosts[host].IsInMaintenance && hosts[host].Cores > 0 &&
                !context.Dangers.ContainsKey(host) && !context.Model.BusyHosts.Contains(host))
            .OrderBy(host => context.Switched.IsJustOff(hosts[host].Id)).ThenBy(context.Search.WattsPerMhz).ThenBy(host => host);
        if (isOneComing)
        {
            return;
        }

        double mhz = context.UnplacedMhz;
        long bytes = context.UnplacedBytes;
        foreach (int host in sleeping)
        {
            context.Draft.PowerOn(host, "wake", need);
            mhz -= hosts[host].CpuCapacity.Value * context.Model.Policy.FillUpToRatio;
            bytes -= (long)(hosts[host].MemoryCapacity.Value * context.Model.Policy.MemoryOvercommit);
            if (mhz <= 0 && bytes <= 0)
            {
                return;
            }
        }
    }

    private static void SwitchOff(PlacementContext context)
    {
        var model = context.Model;
        int on = Enumerable.Range(0, model.Fleet.Hosts.Length).Count(model.IsOn);
        var empty = Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => IsIdle(context, host))
            .OrderByDescending(context.Search.WattsPerMhz).ThenBy(host => host);
        foreach (int host in empty)
        {
            if (WhyNotOff(context, host) is { } why)
            {
                context.Draft.Refuse(EntityId.Of(model.Fleet.Hosts[host].Id), "S11", $"It stays on empty. {why}");
                continue;
            }

            if (on - context.Draft.Switched.Count <= model.Policy.MinimumHostsOn)
            {
                return;
            }

            if (context.ShortageWithout(other => other == host || context.Draft.Switched.Contains(other)) is { } missing)
            {
                context.Draft.Refuse(EntityId.Of(model.Fleet.Hosts[host].Id), "S6", $"It stays on empty. {missing}");
                return;
            }

            double watts = model.Fleet.Hosts[host].Power.At(0).Value;
            context.Draft.PowerOff(
                host,
                $"Host '{model.Fleet.Hosts[host].Id}' carries nothing and is not needed within the horizon.",
                $"Saves {watts:0} W; its next start costs {PowerCycle.WattHours(model.Fleet.Hosts[host]):0} Wh.",
                context.Draft.Empties(host) ? 0 : watts * model.Policy.Horizon.TotalHours);
        }
    }

    private static string? WhyNotOff(PlacementContext context, int host)
    {
        var noun = context.Model.Fleet.Hosts[host];
        var horizon = context.Model.Policy.Horizon;

        return context.Switched.WhyNotOff() ?? (PowerCycle.Saved(noun, horizon) > 0
            ? null
            : $"Its next start costs {PowerCycle.WattHours(noun):0} Wh, more than it saves within {horizon.TotalMinutes:0} minutes.");
    }

    // People are at work on one in maintenance.
    private static bool IsIdle(PlacementContext context, int host) =>
        context.Model.Fleet.Hosts[host] is { IsInMaintenance: false, StaysOn: false } && context.Model.IsOn(host) && context.Model.EverOn(host)
            .All(machine => context.Draft.Moved.Contains(machine) && context.Model.HostOf[machine] != host) &&
        context.Model.IsEmpty(host) && !context.Draft.Targets.Contains(host) &&
        !context.Model.BusyHosts.Contains(host) && !context.Dangers.ContainsKey(host);
}
