using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What the operator wants; one of the three inputs of a decision. Every default is safe, with its
/// reason.</summary>
public sealed record Policy
{
    /// <summary>For people and receipts.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Which decision makes the plan.</summary>
    public PlacementStrategy Strategy { get; init; } = PlacementStrategy.Vireo;

    /// <summary>Where no scope says otherwise. A newly connected provider is only watched (S15).</summary>
    public OperatingMode DefaultMode { get; init; } = OperatingMode.Observe;

    /// <summary>Modes of scopes that differ from the default.</summary>
    public ImmutableArray<ScopeMode> Modes { get; init; } = [];

    /// <summary>How far ahead demand is forecast and a move has to pay back (S11). Longer than the slowest
    /// migration.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The demand quantile that placements must fit, 0 to 1. One interval in twenty may exceed it.</summary>
    public double DemandQuantile { get; init; } = 0.95;

    /// <summary>A host whose forecast CPU exceeds this share of capacity gives up machines.</summary>
    public double RelieveAboveRatio { get; init; } = 1.0;

    /// <summary>No placement fills a host's CPU beyond this share; the gap to the relief bound damps
    /// oscillation.</summary>
    public double FillUpToRatio { get; init; } = 0.9;

    /// <summary>Configured memory placed on a host, over its capacity. Memory is hard: 1 means never
    /// overcommitted.</summary>
    public double MemoryOvercommit { get; init; } = 1.0;

    /// <summary>Whether hosts and machines that do not behave as they used to are told of. On: it informs and changes
    /// nothing.</summary>
    public bool WatchUnusual { get; init; } = true;

    /// <summary>Machines leave a host from this probability on that it fails within hours, 0 to 1; above 1 for
    /// never.</summary>
    public double EvacuateAboveProbability { get; init; } = 0.5;

    /// <summary>What is done about incidents by itself; none leaves them to people.</summary>
    /// <remarks>None in a policy that was stored before there were any.</remarks>
    public ImmutableArray<Remedy> Remedies
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Whether load is levelled between hosts that are on, beyond relieving hot ones.</summary>
    public bool Balance { get; init; }

    /// <summary>When balancing: the spread (highest minus lowest host CPU ratio) that is left alone.</summary>
    public double BalanceTolerance { get; init; } = 0.25;

    /// <summary>Whether hosts are emptied to be switched off.</summary>
    public bool Consolidate { get; init; } = true;

    /// <summary>Whether emptied hosts may be powered off, and needed ones on.</summary>
    public bool ManageHostPower { get; init; } = true;

    /// <summary>Fault domains whose loss the remaining running hosts must be able to absorb (S6, S7).</summary>
    public int SpareFaultDomains { get; init; } = 1;

    /// <summary>Hosts that stay on whatever the load (S27).</summary>
    public int MinimumHostsOn { get; init; } = 2;

    /// <summary>How long after a host was switched on none is switched off: load that needed one more a moment ago is no
    /// time to do with one less. Most swings of a working day are longer.</summary>
    public TimeSpan RestAfterSwitch { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long two ways to a host have to be silent before it is fenced and its machines are restarted
    /// elsewhere (S26); only where its provider can fence it.</summary>
    public TimeSpan FenceAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a moved machine rests (S8).</summary>
    public TimeSpan RestAfterMove { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a machine may not return to a host it left (S12).</summary>
    public TimeSpan NoReturnWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Energy cost of one migration per GiB of memory in use, in watt-hours: traffic, double running and risk. The
    /// CPU that a machine goes without while it moves comes on top, from how long that takes.</summary>
    public double MigrationWattHoursPerGib { get; init; } = 1.0;

    /// <summary>Energy cost of one migration whatever its size, in watt-hours, beside that of its memory.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double MigrationWattHours { get; init; }

    /// <summary>What things cost in money, for telling what plans gain; null where that stays watt-hours. The weights that
    /// follow from it are in force by themselves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Prices? Prices { get; init; }

    /// <summary>What a GHz of CPU that is asked for and not served for an hour costs, in watt-hours: about twenty times
    /// what it draws where it is served, so a saving never rests on starving somebody.</summary>
    public double UnservedWattHoursPerGhzHour { get; init; } = 200;

    /// <summary>How many neighbourhoods of a placement are searched for a better one: its budget, counted and not timed so
    /// that equal inputs give the equal plan on any machine. More give a better plan for more time, fewer a valid one.
    /// Forty mend what emptying hosts one by one leaves.</summary>
    public int SearchNeighbourhoods { get; init; } = 40;

    /// <summary>Most migrations at once out of one host (S13).</summary>
    public int MaxMigrationsPerSource { get; init; } = 2;

    /// <summary>Most migrations at once into one host (S13).</summary>
    public int MaxMigrationsPerTarget { get; init; } = 2;

    /// <summary>Most migrations at once in the cluster (S13).</summary>
    public int MaxMigrationsPerCluster { get; init; } = 16;

    /// <summary>Share of a host's link that migrations may use together (S14).</summary>
    public double MigrationBandwidthRatio { get; init; } = 0.5;

    /// <summary>Most actions in one hour, the blast radius (S35).</summary>
    public int MaxActionsPerHour { get; init; } = 200;

    /// <summary>How long a plan may wait before it is void (S18).</summary>
    public TimeSpan PlanExpiry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Machines that appear in no plan (S2).</summary>
    public ImmutableArray<VirtualMachineId> Pinned { get; init; } = [];

    /// <summary>Hosts that people work on: they are emptied and receive nothing (S4), whatever their hypervisor says of
    /// them.</summary>
    public ImmutableArray<HostId> Maintenance { get; init; } = [];

    /// <summary>Placement rules; hard.</summary>
    public ImmutableArray<AffinityRule> Rules { get; init; } = [];

    /// <summary>Placement rules that give way where they cost more than they are worth.</summary>
    /// <remarks>None in a policy that was stored before there were any.</remarks>
    public ImmutableArray<PlacementWish> Wishes
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>What a wish of weight 1 that is broken once costs for an hour, in watt-hours: it pays for moving a machine
    /// of some GiB, and does not keep a host on for one machine.</summary>
    public double WishWattHoursPerHour { get; init; } = 20;

    /// <summary>What is known to change demand at known times; forecasts learn by how much.</summary>
    public ImmutableArray<KnownEvent> Events { get; init; } = [];

    /// <summary>Whether trees that all series share are trained on the fleet's histories and tried on each. Off: they
    /// cost several times what the other models do and were measured to gain a per cent or two.</summary>
    public bool SharedTrees { get; init; }

    /// <summary>Whether what choices of models leave of their budget goes into comparing every model that can pay, the
    /// most valuable series first; null for the usual: in real time yes, in virtual time no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? RefineModels { get; init; }

    /// <summary>The shortest time between two decisions, when something presses; null for the usual one.</summary>
    public TimeSpan? ShortestCycle { get; init; }

    /// <summary>The longest time between two decisions, when all is calm; null for the usual one. A failed host is
    /// noticed at a decision, so keep it short.</summary>
    public TimeSpan? LongestCycle { get; init; }

    /// <summary>Whether what history shows to be needed again is made ready for: machines that are asked for at the
    /// same times, replicas ahead of times at which a group grows, a standby for one that fails over. On: it comes to
    /// pass only where a person approves it, or autopilot was chosen.</summary>
    public bool DeployFromHistory { get; init; } = true;

    /// <summary>How far sizes are changed by themselves; null leaves them as advice.</summary>
    public ResizePolicy? Resizing { get; init; }

    /// <summary>How the cluster's capacity is divided; none leaves it to the hypervisor.</summary>
    public ImmutableArray<ResourcePool> Pools { get; init; } = [];

    /// <summary>Groups whose number of replicas follows their load.</summary>
    public ImmutableArray<VmGroup> Groups { get; init; } = [];

    /// <summary>What is declared of the network; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NetworkIntent? Network { get; init; }

    /// <summary>What replicas are made from.</summary>
    public ImmutableArray<VmTemplate> Templates { get; init; } = [];

    /// <summary>The same, with the hosts that are in maintenance under another policy where this one names none: a
    /// document that does not speak of them ends no work.</summary>
    public Policy Keeping(Policy inForce)
    {
        ArgumentNullException.ThrowIfNull(inForce);

        return Maintenance.IsEmpty ? this with { Maintenance = inForce.Maintenance } : this;
    }

    /// <summary>The newest version of a template; null when none of that name is configured.</summary>
    public VmTemplate? TemplateOf(VmTemplateId id)
    {
        VmTemplate? newest = null;
        foreach (var template in Templates)
        {
            newest = template.Id == id && !(template.Version <= newest?.Version) ? template : newest;
        }

        return newest;
    }

    /// <summary>The same with the version of each template that another policy had before, where this one has a newer
    /// one: what a group rolls back to.</summary>
    public Policy WithOlderTemplatesOf(Policy before)
    {
        var older = Templates.Select(template => template.Id).Distinct()
            .Select(id => (Now: TemplateOf(id)!, Then: before.Templates
                .Where(template => template.Id == id && template.Version < TemplateOf(id)!.Version)
                .MaxBy(template => template.Version)))
            .Where(pair => pair.Then is not null && !Templates.Any(template =>
                template.Id == pair.Then.Id && template.Version < pair.Now.Version))
            .Select(pair => pair.Then!);

        return this with { Templates = [.. Templates, .. older] };
    }

    /// <summary>The mode in force for an entity of a provider, cluster and host; the most careful match wins.</summary>
    public OperatingMode ModeFor(params ReadOnlySpan<EntityId> scopes)
    {
        OperatingMode? mode = null;
        foreach (var candidate in Modes)
        {
            foreach (var scope in scopes)
            {
                if (candidate.Scope == scope && (mode is null || candidate.Mode < mode))
                {
                    mode = candidate.Mode;
                }
            }
        }

        return mode ?? DefaultMode;
    }
}
