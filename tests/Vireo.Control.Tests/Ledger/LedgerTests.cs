using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests.Ledger;

public sealed class LedgerTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_a_plan_promised_is_measured_one_horizon_after_it_was_carried_out_also_across_a_restart()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        world.Next(_ => Promise("p1", 80, [Fleets.Move(4, from: 3, to: 2), new PowerOffHost(Fleets.HostId(3))]));
        world.Start();
        world.RunUntil(state => Newest(state)?.Phase == LedgerPhase.Measuring);
        world.Stop();

        world.Start();
        world.RunUntil(state => Newest(state)?.Phase == LedgerPhase.Measured);

        var entry = world.State.FindLedgerEntry(Newest(world.Loop.State)!.Plan)!;
        Assert.Equal((1, 1, true, 80.0), (entry.Moves, entry.MovesDone, entry.IsWhole, entry.PromisedWattHours));
        Assert.Equal(TimeSpan.FromHours(1), entry.To - entry.From);
        Assert.Equal(100, entry.Measured!.BenefitWattHours, 3);
    }

    [Fact]
    public async Task Actions_that_failed_promise_nothing_and_the_plan_is_no_evidence()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        world.Hypervisor.Failure = request => request.Action is PowerOffHost ? "broken switch" : null;
        world.Next(_ => Promise("p1", 80, [Fleets.Move(4, from: 3, to: 2), new PowerOffHost(Fleets.HostId(3))]));
        world.Start();

        world.RunUntil(state => Newest(state)?.Phase == LedgerPhase.Measured);

        var entry = Newest(world.Loop.State)!;
        Assert.Equal((40.0, false, false), (entry.PromisedWattHours, entry.IsWhole, entry.IsEvidence));
        Assert.Equal(0, entry.Measured!.BenefitWattHours, 3);
    }

    [Fact]
    public void Where_demand_was_not_measured_nothing_is_claimed()
    {
        using var world = new LoopWorld();
        world.Next(_ => Promise("p1", 80, [Fleets.Move(4, from: 3, to: 2)]));
        world.Start();

        world.RunUntil(state => Newest(state)?.Phase == LedgerPhase.Unmeasured);

        Assert.StartsWith("Only 0 % of the demand", Newest(world.Loop.State)!.Note.Replace("0%", "0 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_whose_promises_never_come_true_is_lowered_and_a_person_can_raise_it_again()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        Swap(world, rounds: PromiseCheck.FewestRounds, wattHours: 500);
        world.Start();

        world.RunUntil(state => state.Policy.DefaultMode == OperatingMode.Recommend, TimeSpan.FromDays(2));

        var incident = Assert.Single(world.Loop.State.Incidents, incident => incident.Rule == "broken-promises");
        Assert.Equal(Severity.Warning, incident.Severity);
        Assert.Contains("12 plans in 12 windows promised 6000 Wh and brought 0 Wh", incident.Evidence);
        Assert.Contains(world.State.Audit.Newest(5), entry => entry is { Action: "policy.demote", User: "vireo" });
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Assert.Equal(OperatingMode.Recommend, world.Loop.State.Policy.DefaultMode);
        Assert.Contains(world.Loop.State.Incidents, open => open.Id == incident.Id && open.ResolvedAt is null);

        var raised = world.Loop.State.Policy with { DefaultMode = OperatingMode.Autopilot };
        world.Time.Run(() => world.Loop.SetPolicyAsync(raised, "ada", CancellationToken.None));
        world.RunUntil(state => state.Cycle == 4);
        Assert.Equal(OperatingMode.Autopilot, world.Loop.State.Policy.DefaultMode);
        Assert.Contains(world.Loop.State.Incidents, over => over.Id == incident.Id && over.ResolvedAt is not null);
        Assert.False(world.Loop.State.Ledger.Verdict.IsBroken);
    }

    [Fact]
    public async Task A_policy_that_brings_what_it_promised_keeps_its_mode()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        Consolidate(world, rounds: 15, wattHours: 90);
        world.Start();

        world.RunUntil(state => state.Ledger.Entries.Count(entry => entry.IsEvidence) == 15, TimeSpan.FromDays(2));

        Assert.StartsWith("The promises stand: 15 plans in 15 windows promised 1350 Wh", world.Loop.State.Ledger.Verdict.Explanation);
        Assert.Equal(OperatingMode.Autopilot, world.Loop.State.Policy.DefaultMode);
    }

    [Fact]
    public async Task What_wishes_are_worth_is_neither_promised_nor_held_against_the_policy()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        Consolidate(world, rounds: PromiseCheck.FewestRounds, wattHours: 90, wishes: 500);
        world.Start();

        world.RunUntil(
            state => state.Ledger.Entries.Count(entry => entry.IsEvidence) == PromiseCheck.FewestRounds, TimeSpan.FromDays(2));

        Assert.StartsWith("The promises stand: 12 plans in 12 windows promised 1080 Wh", world.Loop.State.Ledger.Verdict.Explanation);
        Assert.Equal(OperatingMode.Autopilot, world.Loop.State.Policy.DefaultMode);
    }

    [Fact]
    public async Task Only_the_newest_entries_are_kept_in_memory_and_on_disk()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        world.Options = world.Options with { LedgerEntriesToKeep = 3 };
        Swap(world, rounds: 5, wattHours: 1);
        world.Start();

        world.RunUntil(
            state => state.Ledger.Entries is [{ Phase: LedgerPhase.Measured }, ..] && state.Cycle > 70, TimeSpan.FromDays(2));

        Assert.Equal(3, world.Loop.State.Ledger.Entries.Length);
        Assert.Equal(3, world.State.Ledger.Newest(Fleets.Cluster, 100).Count);
    }

    [Fact]
    public async Task A_host_that_is_switched_on_again_ends_what_switching_it_off_is_credited_with()
    {
        using var world = await MeasuredWorldAsync(mhz: 4_000);
        world.Next(_ => Promise("off", 80, [Fleets.Move(4, from: 3, to: 2), new PowerOffHost(Fleets.HostId(3))]));
        for (int cycle = 1; cycle < 4; cycle++)
        {
            world.Next(_ => Plan.Empty("Nothing to do."));
        }

        world.Next(_ => Promise("on", 0, [new PowerOnHost(Fleets.HostId(3))]));
        world.Start();

        world.RunUntil(
            state => state.Ledger.Entries is [_, { Phase: LedgerPhase.Measured }] or [_, { Phase: LedgerPhase.Unmeasured }],
            TimeSpan.FromDays(1));

        var off = world.Loop.State.Ledger.Entries[1];
        Assert.Contains("was switched on again after", off.Note, StringComparison.Ordinal);
        Assert.InRange((off.To - off.From)!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));
        Assert.Equal(100 * (off.To - off.From)!.Value.TotalHours, off.Measured!.BenefitWattHours, 3);
    }

    private static LedgerEntry? Newest(LoopState state) => state.Ledger.Entries.FirstOrDefault();

    // A machine goes to and fro between equal hosts: that saves next to nothing.
    private static void Swap(LoopWorld world, int rounds, double wattHours) => Repeat(world, rounds, round => (
        wattHours, [round % 2 == 0 ? Fleets.Move(4, from: 3, to: 2) : Fleets.Move(4, from: 2, to: 3)]));

    // A host is emptied and switched off, which saves the 100 W it draws idle, and taken back into use.
    private static void Consolidate(LoopWorld world, int rounds, double wattHours, double wishes = 0) => Repeat(
        world, 2 * rounds, round => round % 2 == 0
            ? (wattHours, [Fleets.Move(4, from: 3, to: 2), new PowerOffHost(Fleets.HostId(3))])
            : (0, [new PowerOnHost(Fleets.HostId(3)), Fleets.Move(4, from: 2, to: 3)]),
        wishes);

    // Wishes are worth something on top, in each of the plans.
    private static void Repeat(
        LoopWorld world, int rounds, Func<int, (double WattHours, FleetAction[] Actions)> act, double wishes = 0)
    {
        const int CyclesApart = 14;
        for (int round = 0; round < rounds; round++)
        {
            var (wattHours, actions) = act(round);
            string name = $"round{round}";
            world.Next(_ => Promise(name, wattHours, actions, wishes));
            for (int cycle = 1; cycle < CyclesApart; cycle++)
            {
                world.Next(_ => Plan.Empty("Nothing to do."));
            }
        }
    }

    private static Plan Promise(string name, double wattHours, FleetAction[] actions, double wishes = 0)
    {
        var plan = LoopWorld.PlanOf(name, actions, chained: true);

        return plan with
        {
            Actions = [.. plan.Actions.Select(action => action with
            {
                BenefitWattHours = (wattHours + wishes) / actions.Length,
                WishWattHours = wishes / actions.Length,
            })],
        };
    }

    private static async Task<LoopWorld> MeasuredWorldAsync(double mhz)
    {
        var world = new LoopWorld { Telemetry = new InMemoryTelemetryStore() };
        var samples = Enumerable.Range(1, 4)
            .SelectMany(machine => Enumerable.Range(0, 2 * 288).Select(i => new Measurement(
                new SeriesKey(EntityId.Of(Fleets.MachineId(machine)), Metric.CpuUsage), world.Time.Now + (i * Step), mhz)))
            .ToArray();
        await world.Telemetry.AppendAsync(samples, TestContext.Current.CancellationToken);

        return world;
    }
}
