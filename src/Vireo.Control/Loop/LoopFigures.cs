using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a loop knows of itself: the same figures for <c>/metrics</c> and for its own alert rules.</summary>
public static class LoopFigures
{
    /// <summary>All figures of a published state; those of one name follow each other.</summary>
    public static IEnumerable<LoopFigure> Of(LoopState state) =>
        OfDecisions(state).Concat(OfAlerts(state)).Concat(OfHosts(state)).Concat(OfProviders(state)).Concat(OfGroups(state));

    private static IEnumerable<LoopFigure> OfDecisions(LoopState state) =>
    [
        Figure(state, "vireo_cycle", "Decisions made since the start.", state.Cycle),
        Figure(state, "vireo_last_cycle_seconds", "Real time of the last decision.", state.CycleDuration.TotalSeconds),
        Figure(state, "vireo_paused", "1 while an operator has stopped the cluster.", state.IsPaused ? 1 : 0),
        Figure(state, "vireo_vms", "Virtual machines in the inventory.", state.Fleet.VirtualMachines.Length),
        Figure(state, "vireo_actions_in_flight", "Actions under way.", state.Fleet.InFlight.Length),
        Figure(state, "vireo_incidents_open", "Incidents that last.",
            state.Incidents.Count(one => one.ResolvedAt is null)),
        Figure(state, "vireo_plans_awaiting_approval", "Plans that wait for a person.",
            state.Plans.Count(plan => !plan.AwaitingApproval.IsEmpty)),
        Figure(state, "vireo_clock_seconds", "The cluster's clock, as Unix time; virtual where the fleet is simulated.",
            state.At.ToUnixTimeMilliseconds() / 1000.0),
    ];

    private static IEnumerable<LoopFigure> OfAlerts(LoopState state) =>
    [
        Alerts(state, AlertState.Firing, "firing"),
        Alerts(state, AlertState.Pending, "pending"),
        Figure(state, "vireo_rules_failed", "Alert rules that had no result the last time.", state.Alerts.Failures.Length),
    ];

    private static LoopFigure Alerts(LoopState state, AlertState wanted, string word) => Figure(
        state, "vireo_alerts", "Alerts of rules by state.",
        state.Alerts.Alerts.Count(alert => alert.Alert.State == wanted), ("state", word));

    private static IEnumerable<LoopFigure> OfHosts(LoopState state) => Enum.GetValues<HostState>().Select(host => Figure(
        state, "vireo_hosts", "Hosts by state.", state.Fleet.Hosts.Count(one => one.State == host),
        ("state", host.ToString())));

    private static IEnumerable<LoopFigure> OfProviders(LoopState state) => state.Providers.Select(provider => Figure(
        state, "vireo_provider_up", "1 when a provider answered last time.", provider.Error.Length == 0 ? 1 : 0,
        ("provider", provider.Provider.Value), ("role", Word(provider.Role))));

    private static string Word(ProviderRole role) => role switch
    {
        ProviderRole.LoadBalancer => "load-balancer",
        ProviderRole.Network => "network",
        _ => "hypervisor",
    };

    private static IEnumerable<LoopFigure> OfGroups(LoopState state) => state.Policy.Groups.Select(group => Figure(
        state, "vireo_group_minimum_replicas", "The fewest replicas that a group shall have.", group.Minimum,
        ("group", group.Id.Value)));

    private static LoopFigure Figure(
        LoopState state, string name, string help, double value, params ReadOnlySpan<(string, string)> labels) =>
        new(name, help, value, [("cluster", state.Fleet.Cluster.Value), .. labels]);
}
