using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Policy</c>: what the operator wants.</summary>
internal static class PolicyDocument
{
    private static readonly ChoiceForm<PlacementStrategy> Strategy =
        new([.. PlacementStrategies.Own, .. PlacementStrategies.Peers]);

    private static readonly ChoiceForm<string> Preset = new([.. PolicyPreset.Words.Select(word => (word, word))]);

    private static readonly MappingForm<ScopeModeDraft> ScopeMode =
        new MappingForm<ScopeModeDraft>("a mode", new ScopeModeDraft(default, OperatingMode.Observe))
            .Required("scope", "What it applies to.", new EntityForm(), mode => mode.Scope, (mode, scope) => mode with { Scope = scope })
            .Required("mode", "How much Vireo may do there.", Values.Mode, mode => mode.Mode, (mode, value) => mode with { Mode = value });

    /// <summary>All keys.</summary>
    public static MappingForm<Policy> Form { get; } = Limits(Demand(Identity(new MappingForm<Policy>("Policy", new Policy()))))
        .Check("fillUpToRatio", policy => policy.FillUpToRatio > policy.RelieveAboveRatio
            ? $"fillUpToRatio ({policy.FillUpToRatio}) must not exceed relieveAboveRatio ({policy.RelieveAboveRatio}): hosts " +
              "would be filled beyond the point where they give machines up."
            : null);

    private static MappingForm<Policy> Identity(MappingForm<Policy> form) => form
        .Required("name", "For people and receipts.", Values.Name, policy => policy.Name, (policy, name) => policy with { Name = name })
        .First("preset", "A set of values to start from; keys beside it change single ones of them.", Preset,
            (policy, word) => PolicyPreset.Apply(word, policy))
        .Key("strategy", "Which decision makes the plan; those of other managers are there to compare with.", Strategy,
            policy => policy.Strategy, (policy, value) => policy with { Strategy = value })
        .Key("mode", "How much Vireo may do where no scope says otherwise. New scopes start in observe.", Values.Mode,
            policy => policy.DefaultMode, (policy, value) => policy with { DefaultMode = value })
        .Key("modes", "Scopes whose mode differs; where they overlap, the most careful wins.",
            new ListForm<ScopeModeDraft>(ScopeMode, mode => EntityText.Format(mode.Scope)),
            policy => [.. policy.Modes.Select(mode => new ScopeModeDraft(mode.Scope, mode.Mode))],
            (policy, modes) => policy with { Modes = [.. modes.Select(mode => new ScopeMode(mode.Scope, mode.Mode))] })
        .Key("pinned", "Machines that appear in no plan.", Values.Machines,
            policy => policy.Pinned, (policy, value) => policy with { Pinned = value })
        .Key("maintenance", "Hosts that are emptied and receive nothing, as people work on them.", Values.Hosts,
            policy => policy.Maintenance, (policy, value) => policy with { Maintenance = value })
        .Key("rules", "Placement rules; they hold at every intermediate step.",
            new ListForm<AffinityRule>(AffinityRuleForm.Form, rule => rule.Name),
            policy => policy.Rules, (policy, value) => policy with { Rules = value })
        .Key("wishes", "Placement rules that give way where keeping them costs more than they are worth.",
            new ListForm<PlacementWish>(AffinityRuleForm.Wish, wish => wish.Rule.Name),
            policy => policy.Wishes, (policy, value) => policy with { Wishes = value });

    private static MappingForm<Policy> Demand(MappingForm<Policy> form) => form
        .Key("events", "What is known to change demand at known times; forecasts learn by how much.",
            new ListForm<KnownEvent>(KnownEventForm.Form, known => known.Name),
            policy => policy.Events, (policy, value) => policy with { Events = value })
        .Key("sharedTrees", "Whether forecasts also try trees trained on all series of the fleet; costs several times the CPU.",
            Values.Flag, policy => policy.SharedTrees, (policy, value) => policy with { SharedTrees = value })
        .Optional<bool>("refineModels",
            "Whether CPU left in a cycle goes into comparing every model that can pay; left out: on real hosts, not in a simulation.",
            Values.Flag, policy => policy.RefineModels, (policy, value) => policy with { RefineModels = value })
        .Key("horizon", "How far ahead demand is forecast and a move has to pay back.",
            Values.Duration(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
            policy => policy.Horizon, (policy, value) => policy with { Horizon = value })
        .Key("demandQuantile", "The demand quantile that placements must fit.", new RatioForm(0.5, 0.999),
            policy => policy.DemandQuantile, (policy, value) => policy with { DemandQuantile = value })
        .Key("relieveAboveRatio", "A host whose forecast CPU exceeds this share of capacity gives up machines.",
            new RatioForm(0.1, 2), policy => policy.RelieveAboveRatio, (policy, value) => policy with { RelieveAboveRatio = value })
        .Key("fillUpToRatio", "No placement fills a host's CPU beyond this share.", new RatioForm(0.1, 2),
            policy => policy.FillUpToRatio, (policy, value) => policy with { FillUpToRatio = value })
        .Key("memoryOvercommit", "Configured memory on a host over its capacity; 1 never overcommits.", new NumberForm(0.1, 10),
            policy => policy.MemoryOvercommit, (policy, value) => policy with { MemoryOvercommit = value })
        .Key("balance", "Whether load is levelled between hosts that are on.", Values.Flag,
            policy => policy.Balance, (policy, value) => policy with { Balance = value })
        .Key("balanceTolerance", "The spread of host CPU ratios that balancing leaves alone.", new RatioForm(0.01),
            policy => policy.BalanceTolerance, (policy, value) => policy with { BalanceTolerance = value })
        .Key("consolidate", "Whether hosts are emptied to be switched off.", Values.Flag,
            policy => policy.Consolidate, (policy, value) => policy with { Consolidate = value })
        .Key("watchUnusual", "Whether hosts and machines that do not behave as they used to are told of.", Values.Flag,
            policy => policy.WatchUnusual, (policy, value) => policy with { WatchUnusual = value })
        .Key("evacuateAboveProbability",
            "Machines leave a host from this probability on that it fails within hours; more than 1 for never.",
            new NumberForm(0.01, 2), policy => policy.EvacuateAboveProbability,
            (policy, value) => policy with { EvacuateAboveProbability = value })
        .Key("remedies", "What is done about incidents by itself; each passes the same review as any action.",
            new ListForm<Remedy>(RemedyForm.Form, remedy => remedy.Name),
            policy => policy.Remedies, (policy, value) => policy with { Remedies = value })
        .Key("deployFromHistory", "Whether what history shows to be needed again is made ready ahead, as far as the mode allows.", Values.Flag,
            policy => policy.DeployFromHistory, (policy, value) => policy with { DeployFromHistory = value })
        .Key("manageHostPower", "Whether emptied hosts may be powered off, and needed ones on.", Values.Flag,
            policy => policy.ManageHostPower, (policy, value) => policy with { ManageHostPower = value });

    // A weight that a price stands for is not written beside it: a document in which the price is edited says one thing.
    private static MappingForm<Policy> Limits(MappingForm<Policy> form) => form
        .Key("spareFaultDomains", "Fault domains whose loss the remaining hosts must absorb.", new IntegerForm(0, 100),
            policy => policy.SpareFaultDomains, (policy, value) => policy with { SpareFaultDomains = value })
        .Key("minimumHostsOn", "Hosts that stay on whatever the load.", new IntegerForm(0, 100_000),
            policy => policy.MinimumHostsOn, (policy, value) => policy with { MinimumHostsOn = value })
        .Key("restAfterSwitch", "How long after a host was switched on none is switched off.",
            Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(7)),
            policy => policy.RestAfterSwitch, (policy, value) => policy with { RestAfterSwitch = value })
        .Key("fenceAfter", "How long two ways to a host have to be silent before it is fenced, where that is set up.",
            Values.Duration(TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)),
            policy => policy.FenceAfter, (policy, value) => policy with { FenceAfter = value })
        .Key("restAfterMove", "How long a moved machine rests.", Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(7)),
            policy => policy.RestAfterMove, (policy, value) => policy with { RestAfterMove = value })
        .Key("noReturnWithin", "How long a machine may not return to a host it left.",
            Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(7)),
            policy => policy.NoReturnWithin, (policy, value) => policy with { NoReturnWithin = value })
        .Key("migrationWattHoursPerGib", "What a migration costs per GiB of memory in use, in watt-hours.", new NumberForm(0, 1_000),
            policy => policy.MigrationWattHoursPerGib, (policy, value) => policy with { MigrationWattHoursPerGib = value })
        .Optional<double>(
            "unservedWattHoursPerGhzHour", "What a GHz not served for an hour costs, in watt-hours.", new NumberForm(0, 1_000_000),
            policy => policy.Prices?.PerContentionMinute is null ? policy.UnservedWattHoursPerGhzHour : null,
            (policy, value) => policy with { UnservedWattHoursPerGhzHour = value })
        .Optional<double>(
            "migrationWattHours", "What a migration costs whatever its size, in watt-hours.", new NumberForm(0, 1_000_000_000),
            policy => policy.Prices?.PerMigration is null ? policy.MigrationWattHours : null,
            (policy, value) => policy with { MigrationWattHours = value })
        .Optional<double>(
            "wishWattHoursPerHour", "What a wish of weight 1 that is broken once costs for an hour, in watt-hours.",
            new NumberForm(0, 1_000_000),
            policy => policy.Prices?.PerBrokenWish is null ? policy.WishWattHoursPerHour : null,
            (policy, value) => policy with { WishWattHoursPerHour = value })
        .First("prices", "What things cost in money: the weights that are in watt-hours follow from it.", PricesForm.Form,
            policy => policy.Prices, (policy, prices) => prices.ApplyTo(policy))
        .Check("prices", PricesForm.WhyNot)
        .Key("searchNeighbourhoods", "How many neighbourhoods are searched for a better placement: more give a better plan for more time.",
            new IntegerForm(0, 10_000),
            policy => policy.SearchNeighbourhoods, (policy, value) => policy with { SearchNeighbourhoods = value })
        .Key("maxMigrationsPerSource", "Most migrations at once out of one host.", new IntegerForm(1, 1_000),
            policy => policy.MaxMigrationsPerSource, (policy, value) => policy with { MaxMigrationsPerSource = value })
        .Key("maxMigrationsPerTarget", "Most migrations at once into one host.", new IntegerForm(1, 1_000),
            policy => policy.MaxMigrationsPerTarget, (policy, value) => policy with { MaxMigrationsPerTarget = value })
        .Key("maxMigrationsPerCluster", "Most migrations at once in the cluster.", new IntegerForm(1, 10_000),
            policy => policy.MaxMigrationsPerCluster, (policy, value) => policy with { MaxMigrationsPerCluster = value })
        .Key("migrationBandwidthRatio", "Share of a host's link that migrations may use together.", new RatioForm(0.01),
            policy => policy.MigrationBandwidthRatio, (policy, value) => policy with { MigrationBandwidthRatio = value })
        .Key("maxActionsPerHour", "Most actions in one hour, the blast radius: plans ask for no more, urgent ones first.",
            new IntegerForm(0, 100_000),
            policy => policy.MaxActionsPerHour, (policy, value) => policy with { MaxActionsPerHour = value })
        .Optional<TimeSpan>("shortestCycle", "The shortest time between two decisions, when something presses.",
            Values.Duration(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            policy => policy.ShortestCycle, (policy, value) => policy with { ShortestCycle = value })
        .Optional<TimeSpan>("longestCycle", "The longest time between two decisions, when all is calm.",
            Values.Duration(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            policy => policy.LongestCycle, (policy, value) => policy with { LongestCycle = value })
        .Key("resizing", "How far sizes are changed by themselves; left out, they stay advice.", ResizePolicyForm.Form,
            policy => policy.Resizing, (policy, value) => policy with { Resizing = value })
        .Key("planExpiry", "How long a plan may wait before it is void.",
            Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            policy => policy.PlanExpiry, (policy, value) => policy with { PlanExpiry = value });

    /// <summary>A reference type while it is read.</summary>
    internal sealed record ScopeModeDraft(EntityId Scope, OperatingMode Mode);
}
