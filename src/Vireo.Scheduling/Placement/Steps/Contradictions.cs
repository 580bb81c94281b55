using Vireo.Fleet;
using Vireo.Scheduling.Placement.Inputs;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Says what of the picture and the rules cannot be, before anything is decided on them.</summary>
internal static class Contradictions
{
    /// <summary>Notes rules that cannot hold together, and hosts that carry or promise more than they have.</summary>
    public static void Refuse(PlacementContext context, Outlook outlook)
    {
        if (OutlookCheck.WhyNotOf(context.Model.Fleet, outlook) is { } otherTime)
        {
            context.Draft.Refuse(
                EntityId.Of(context.Model.Fleet.Cluster), "S28",
                $"No machine is moved on forecasts of another time: {otherTime}.");
        }

        RefuseRules(context);
        NameUnknownHosts(context);
        var model = context.Model;
        for (int host = 0; host < model.Fleet.Hosts.Length; host++)
        {
            var noun = model.Fleet.Hosts[host];
            if (model.IsOn(host) && model.ExcessMemory(host) > 0)
            {
                context.Draft.Refuse(
                    EntityId.Of(noun.Id), "memory",
                    $"Its machines have {new MemoryBytes(model.MemoryOn(host)).ToText()} of memory and the policy allows " +
                    $"{new MemoryBytes(model.MemoryBound(host)).ToText()}: more is used than there is, so it receives nothing.");
            }

            if (model.IsOn(host))
            {
                RefuseBandwidth(context, host, "network", noun.NetworkCapacity, machine => machine.NetworkReservation);
                RefuseBandwidth(context, host, "disk", noun.DiskCapacity, machine => machine.DiskReservation);
                TellTraffic(context, host, kind: 0, "network", noun.NetworkCapacity);
                TellTraffic(context, host, kind: 1, "disk", noun.DiskCapacity);
                RefuseDevices(context, host);
            }
        }
    }

    // A host whose capacity is not known promises without end.
    private static void RefuseBandwidth(
        PlacementContext context, int host, string what, BytesPerSecond capacity, Func<VirtualMachine, BytesPerSecond> of)
    {
        var fleet = context.Model.Fleet;
        double promised = context.Model.ResidentsOf(host).Sum(machine => of(fleet.VirtualMachines[machine]).Value);
        if (capacity.Value > 0 && promised > capacity.Value * (1 + 1e-9))
        {
            context.Draft.Refuse(
                EntityId.Of(fleet.Hosts[host].Id), "bandwidth",
                $"Its machines are promised {promised / 1e6:0.#} MB/s of {what} and it has {capacity.Value / 1e6:0.#}: more is promised than " +
                "there is, so no machine that is promised some comes to it.");
        }
    }

    // Nothing is moved for it yet; whoever reads the plan should know.
    private static void TellTraffic(PlacementContext context, int host, int kind, string what, BytesPerSecond capacity)
    {
        var demand = context.Model.Demand;
        if (demand.Traffic is not { } traffic || capacity.Value <= 0)
        {
            return;
        }

        var on = context.Model.ResidentsOf(host);
        double wanted = on.Sum(machine => traffic[(2 * machine) + kind]) +
            Math.Sqrt(on.Sum(machine => demand.TrafficSpreadSquared[(2 * machine) + kind]));
        if (wanted > capacity.Value)
        {
            context.Draft.Refuse(
                EntityId.Of(context.Model.Fleet.Hosts[host].Id), "traffic",
                $"Its machines are forecast to want {wanted / 1e6:0.#} MB/s of {what} and it has {capacity.Value / 1e6:0.#}: no machine " +
                $"that wants {what} comes to it.");
        }
    }

    private static void RefuseDevices(PlacementContext context, int host)
    {
        var fleet = context.Model.Fleet;
        var given = context.Model.ResidentsOf(host).SelectMany(machine => fleet.VirtualMachines[machine].Devices.All)
            .GroupBy(device => device.Key, device => device.Value).OrderBy(kind => kind.Key, StringComparer.Ordinal);
        foreach (var kind in given.Where(kind => kind.Sum(count => (long)count) > fleet.Hosts[host].Devices[kind.Key]))
        {
            context.Draft.Refuse(
                EntityId.Of(fleet.Hosts[host].Id), "devices",
                $"Its machines are given {kind.Sum(count => (long)count)} {kind.Key} and it has {fleet.Hosts[host].Devices[kind.Key]}: more is given " +
                "than there is, so no machine that needs one comes to it.");
        }
    }

    // A rule for machines of other clusters names hosts of those.
    private static void NameUnknownHosts(PlacementContext context)
    {
        var model = context.Model;
        var wishes = model.Policy.Wishes.Select(wish => (Kind: "Wish", wish.Rule));
        foreach (var (kind, rule) in model.Policy.Rules.Select(rule => (Kind: "Rule", Rule: rule)).Concat(wishes)
            .Where(one => one.Rule.VirtualMachines.Any(model.MachineIndex.ContainsKey)))
        {
            string[] unknown = [.. rule.Hosts.Where(host => !model.HostIndex.ContainsKey(host)).Order().Select(host => $"'{host}'")];
            if (unknown.Length > 0)
            {
                context.Draft.Refuse(
                    EntityId.Of(model.Fleet.Cluster), "S2",
                    $"{kind} '{rule.Name}' names {string.Join(", ", unknown)}, which the cluster does not have. Correct the name, or " +
                    "take it out of the rule.");
            }
        }
    }

    private static void RefuseRules(PlacementContext context)
    {
        var fleet = context.Model.Fleet;
        string[] names = [.. RuleConflict.Find(fleet, context.Model.Policy.Rules).Select(rule => $"'{rule.Name}'")];
        if (names.Length > 0)
        {
            context.Draft.Refuse(
                EntityId.Of(fleet.Cluster), "S1",
                names.Length == 1
                    ? $"Rule {names[0]} cannot hold on the hosts there are, whatever the load. Change it, or add hosts."
                    : $"These rules cannot all hold on the hosts there are: {string.Join(", ", names)}. Each is needed for the " +
                      "contradiction: change any one of them.");
        }
    }
}
