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

        if (context.HostNeeds.Count > 0)
        {
            WakeForNeeds(context);
        }
        else if (context.Spare.TrustedShortage() is { } shortage)
        {
            if (context.Sleepers.Coming.IsEmpty && BestFirst(context, context.Sleepers.Asleep).FirstOrDefault(-1) is >= 0 and var host)
            {
                context.Draft.PowerOn(host, "wake", shortage);
            }
        }
        else if (model.Policy.Consolidate && model.Fleet.Hosts.All(host => host.State != HostState.PoweringOn))
        {
            SwitchOff(context);
        }
    }

    // Who has the least choice first: what is woken for one may do for others, too.
    private static void WakeForNeeds(PlacementContext context)
    {
        var policy = context.Model.Policy;
        var left = new Dictionary<int, (double Mhz, long Bytes)>();
        foreach (var need in context.HostNeeds.OrderBy(need => need.Hosts.Length))
        {
            // What is on its way up is waited for.
            if (need.Hosts.Any(context.Sleepers.Coming.Contains))
            {
                continue;
            }

            int host = need.Hosts.Where(one => left.TryGetValue(one, out var room) && need.Mhz <= room.Mhz && need.Bytes <= room.Bytes)
                .FirstOrDefault(-1);
            if (host < 0)
            {
                host = BestFirst(context, need.Hosts.Where(one => !left.ContainsKey(one))).FirstOrDefault(-1);
                if (host < 0)
                {
                    continue;
                }

                var noun = context.Model.Fleet.Hosts[host];
                context.Draft.PowerOn(host, "wake", need.Why);
                left[host] = (noun.CpuCapacity.Value * policy.FillUpToRatio, (long)(noun.MemoryCapacity.Value * policy.MemoryOvercommit));
            }

            left[host] = (left[host].Mhz - need.Mhz, left[host].Bytes - need.Bytes);
        }
    }

    private static IEnumerable<int> BestFirst(PlacementContext context, IEnumerable<int> hosts) => hosts
        .OrderBy(host => context.Switched.IsJustOff(context.Model.Fleet.Hosts[host].Id)).ThenBy(context.Search.WattsPerMhz)
        .ThenBy(host => host);

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
                context.Draft.IsConsolidated(host) ? 0 : watts * model.Policy.Horizon.TotalHours);
        }
    }

    private static string? WhyNotOff(PlacementContext context, int host)
    {
        var noun = context.Model.Fleet.Hosts[host];
        var horizon = context.Model.Policy.Horizon;

        return context.Switched.WhyNotOff() ?? context.Spare.WhyKeptForDevices(host) ?? (PowerCycle.Saved(noun, horizon) > 0
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
