using Vireo.Fleet;
using Vireo.Server.Dashboard.Text;

namespace Vireo.Server.Dashboard.Settings;

/// <summary>Puts a policy into words.</summary>
public static class PolicyText
{
    /// <summary>One line a setting, in the order in which people ask.</summary>
    public static IEnumerable<PolicyRow> Rows(Policy policy) =>
    [
        new("Strategy", policy.Strategy.ToString(), "Which decision makes the plan"),
        new("Horizon", Format.Duration(policy.Horizon), "How far ahead demand is forecast and a move has to pay back"),
        new("Demand quantile", Format.Ratio(policy.DemandQuantile), "Placements fit this share of outcomes"),
        new("Relieve above", Format.Ratio(policy.RelieveAboveRatio), "A host forecast to exceed this gives up machines"),
        new("Fill up to", Format.Ratio(policy.FillUpToRatio), "No placement fills a host's CPU further"),
        new("Memory overcommit", $"×{policy.MemoryOvercommit:0.##}", "Configured memory over capacity"),
        new("Balance", YesNo(policy.Balance), $"Level load between hosts beyond a spread of {Format.Ratio(policy.BalanceTolerance)}"),
        new("Watch unusual", YesNo(policy.WatchUnusual), "Tell of hosts and machines that do not behave as they used to"),
        new(
            "Evacuate above", Format.Ratio(policy.EvacuateAboveProbability),
            "Probability of failure within hours at which machines leave a host"),
        new(
            "Remedies", policy.Remedies.IsEmpty ? "none" : Listed(policy.Remedies.Select(remedy => remedy.Name)),
            "Incidents that are answered by an action"),
        new("Consolidate", YesNo(policy.Consolidate), "Empty hosts to switch them off"),
        new("Manage host power", YesNo(policy.ManageHostPower), "Power hosts off and on"),
        new("Spare fault domains", $"{policy.SpareFaultDomains}", "So many may be lost at any moment and all restarts"),
        new("Minimum hosts on", $"{policy.MinimumHostsOn}", "Stay on whatever the load"),
        new("Rest after switch", Format.Duration(policy.RestAfterSwitch), "After one was switched on, no host is switched off"),
        new("Fence after", Format.Duration(policy.FenceAfter), "Two ways to a host have to be silent so long"),
        new("Rest after move", Format.Duration(policy.RestAfterMove), "A moved machine stays put"),
        new("No return within", Format.Duration(policy.NoReturnWithin), "A machine does not go back to a host it left"),
        new("Migrations at once", $"{policy.MaxMigrationsPerCluster}", $"And {policy.MaxMigrationsPerSource} out of, {policy.MaxMigrationsPerTarget} into one host"),
        new("Migration bandwidth", Format.Ratio(policy.MigrationBandwidthRatio), "Of a host's link, all migrations together"),
        new("Actions per hour", $"{policy.MaxActionsPerHour}", "The blast radius"),
        new(
            "Prices",
            policy.Prices is { } prices ? FormattableString.Invariant($"{prices.PerKwh:0.####} {prices.Currency} per kWh") : "none",
            "What plans gain is told in money, too"),
        new("Plan expiry", Format.Duration(policy.PlanExpiry), "A plan that waits longer is void"),
        new("In maintenance", $"{policy.Maintenance.Length}", "Hosts that are emptied and receive nothing"),
        new("Pinned machines", $"{policy.Pinned.Length}", "Appear in no plan"),
    ];

    /// <summary>A placement rule as a sentence.</summary>
    public static string Of(AffinityRule rule)
    {
        string machines = Listed(rule.VirtualMachines.Select(machine => machine.Value));
        string hosts = Listed(rule.Hosts.Select(host => host.Value));

        string place = rule.Scope == AffinityScope.FaultDomain ? "fault domain" : "host";

        return rule.Kind switch
        {
            AffinityKind.KeepTogether => $"{machines} stay on one {place}.",
            AffinityKind.KeepApart => $"No two of {machines} share a {place}.",
            AffinityKind.AtMostHosts => $"{machines} use at most {rule.MostHosts} hosts together.",
            AffinityKind.OnlyOn => $"{machines} run only on {hosts}.",
            _ => $"{machines} never run on {hosts}.",
        };
    }

    /// <summary>A wish as a sentence.</summary>
    public static string Of(PlacementWish wish) =>
        FormattableString.Invariant($"Where it pays (weight {wish.Weight:0.##}): {Of(wish.Rule)}");

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
