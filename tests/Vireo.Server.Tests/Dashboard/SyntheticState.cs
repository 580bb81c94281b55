using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>Whole publications of the synthetic fleet.</summary>
internal static class SyntheticState
{
    public static LoopState At(DateTimeOffset now, long cycle) => new(
        now,
        cycle,
        SyntheticFleet.Snapshot(now, (int)(cycle / 12)) with { RecurringNeeds = [Need], Pools = Enforced },
        WithGroup(SyntheticFleet.Outlook(now)),
        Policy,
        SyntheticPlans.At(now),
        Incidents(now),
        Timeline(now),
        [new ProviderHealth(SyntheticFleet.Provider, now, ""), new ProviderHealth(new ProviderId("sim-west"), now.AddSeconds(-20), "")],
        IsPaused: false,
        TimeSpan.FromMilliseconds(184))
    {
        Deployments = [Deployment(now)],
        Ledger = SyntheticPlans.LedgerAt(now),
    };

    // What its replicas carried and will carry together.
    private static Outlook WithGroup(Outlook outlook) => outlook with
    {
        Groups =
        [
            new GroupOutlook(
                new("shop-web"), [210_000, 220_000, 230_000],
                new DemandForecast([.. outlook.Levels.SelectMany(level => Enumerable.Repeat((float)(180_000 + (120_000 * level)), outlook.Steps))], "test")),
        ],
    };

    private static RecurringNeed Need { get; } = new()
    {
        Id = "web-small-monday-0830",
        Kind = NeedKind.Request,
        Machine = new DeployedMachine(new("build-1"), new("web-small")),
        Count = 2,
        Days = [DayOfWeek.Monday],
        Begins = new TimeSpan(8, 30, 0),
        Seen = 4,
        Of = 4,
        Chance = 1e-6,
        Reason = "2 of template 'web-small' or more were asked for on 4 of 4 Mondays.",
    };

    private static DeploymentRecord Deployment(DateTimeOffset now)
    {
        var machine = new DeployedMachine(new("shop-db"), new("web-small"));
        DeploymentStep Step(int number, DeploymentStepKind kind, OutcomeStatus status) => new(
            new($"step-{number}"), machine.Name, kind, status, status == OutcomeStatus.Succeeded ? "done" : "", now.AddMinutes(number - 5), null);

        return new DeploymentRecord(
            new Deployment
            {
                Id = new("shop-database"),
                Machines = [machine],
                RequestedBy = "ada",
                RequestedAt = now.AddMinutes(-6),
                Deadline = now.AddMinutes(54),
            },
            [
                Step(1, DeploymentStepKind.Create, OutcomeStatus.Succeeded), Step(2, DeploymentStepKind.Boot, OutcomeStatus.Succeeded),
                Step(3, DeploymentStepKind.Check, OutcomeStatus.Running),
            ]);
    }

    // The provider does what it was told, but for the newest pool.
    private static ImmutableArray<PoolSetting> Enforced =>
    [
        .. Policy.Pools.Where(pool => pool.Id.Value != "nightly").OrderBy(pool => pool.Id).Select(pool => new PoolSetting(
            pool.Id, SyntheticFleet.Cluster, SyntheticFleet.Provider, pool.Parent, pool.Terms, [SyntheticFleet.MachineAt(0)])),
    ];

    private static Policy Policy => new()
    {
        Name = "day-to-day",
        DefaultMode = OperatingMode.Autopilot,
        Modes = [new ScopeMode(EntityId.Of(SyntheticFleet.HostAt(7)), OperatingMode.Approve), new ScopeMode(EntityId.Of(new ProviderId("sim-west")), OperatingMode.Observe)],
        Groups =
        [
            new VmGroup
            {
                Id = new("shop-web"), Template = new("web-small"), Minimum = 60, Maximum = 140,
                Rules = [new PredictiveScaling(0.95), new TargetTracking(1, 0.1)],
            },
        ],
        Templates = [new VmTemplate(new("web-small"), 1, "", 2, new MemoryBytes(4L << 30))],
        Pools =
        [
            new ResourcePool
            {
                Id = new("shop"), Kind = PoolKind.Tenant, Groups = [new("shop-web")],
                Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(9_000_000, null, null) },
            },
            new ResourcePool { Id = new("back-office"), Names = ["office-*"] },
            new ResourcePool
            {
                Id = new("nightly"), Parent = new("back-office"), Names = ["batch-*"],
                Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(0, 40_000, null) },
            },
        ],
        Pinned = [SyntheticFleet.MachineAt(99)],
        Rules = [new AffinityRule("shop-web-apart", AffinityKind.KeepApart, [SyntheticFleet.MachineAt(12), SyntheticFleet.MachineAt(42)], [])],
    };

    private static ImmutableArray<Incident> Incidents(DateTimeOffset now) =>
    [
        new("host-down/h-18", "host-down", EntityId.Of(SyntheticFleet.HostAt(17)), Severity.Critical, "Host h-18 is down", "No heartbeat over 3 samples and 2 paths; its 3 machines had left 20 minutes before.", now.AddMinutes(-21), now.AddMinutes(-1), null),
        new("cpu-high/burst-005", "vm-cpu-high", EntityId.Of(SyntheticFleet.MachineAt(4)), Severity.Warning, "burst-005 is at its CPU limit", "98 % of 20.8 GHz for 15 minutes.", now.AddMinutes(-15), now.AddMinutes(-2), null),
        new("cpu-high/h-08", "host-cpu-high", EntityId.Of(SyntheticFleet.HostAt(7)), Severity.Warning, "Host h-08 ran hot", "93 % CPU for 10 minutes, 71 % now.", now.AddHours(-5), now.AddHours(-4.6), now.AddHours(-4.6)),
    ];

    private static ImmutableArray<FleetEvent> Timeline(DateTimeOffset now) =>
    [
        Event(now.AddSeconds(-50), FleetEventKind.Action, EntityId.Of(SyntheticFleet.MachineAt(35)), "Moving batch-036 from h-39 to h-15.", "vireo"),
        Event(now.AddMinutes(-4), FleetEventKind.Action, EntityId.Of(SyntheticFleet.Cluster), "Plan 207 waits for approval: relieve h-08.", "vireo"),
        Event(now.AddMinutes(-11), FleetEventKind.Moved, EntityId.Of(SyntheticFleet.MachineAt(33)), "steady-034 came to h-13.", "sim-east"),
        Event(now.AddMinutes(-21), FleetEventKind.Failed, EntityId.Of(SyntheticFleet.HostAt(17)), "Host h-18 failed.", "sim-east"),
        Event(now.AddMinutes(-21), FleetEventKind.Incident, EntityId.Of(SyntheticFleet.HostAt(17)), "Host h-18 is down.", "vireo"),
        Event(now.AddMinutes(-41), FleetEventKind.Moved, EntityId.Of(SyntheticFleet.MachineAt(12)), "web-013 came to h-09.", "sim-east"),
        Event(now.AddHours(-2), FleetEventKind.Configuration, EntityId.Of(SyntheticFleet.Cluster), "Policy 'day-to-day' came into force.", "ada"),
        Event(now.AddHours(-16), FleetEventKind.StateChanged, EntityId.Of(SyntheticFleet.HostAt(22)), "Host h-23 entered maintenance.", "ada"),
        Event(now.AddHours(-17), FleetEventKind.Appeared, EntityId.Of(SyntheticFleet.MachineAt(499)), "burst-500 appeared.", "sim-east"),
    ];

    private static FleetEvent Event(DateTimeOffset at, FleetEventKind kind, EntityId entity, string message, string source) =>
        new(at, kind, entity, message, source);
}
