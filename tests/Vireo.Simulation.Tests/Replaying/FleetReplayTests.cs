using Vireo.Control;
using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Simulation.Tests.Replaying;

public sealed class FleetReplayTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset End = SmallFleet.Start + TimeSpan.FromHours(12);
    private static readonly Policy Saving = new() { Name = "saving", SpareFaultDomains = 0, MinimumHostsOn = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_past_and_policy_give_the_same_digits()
    {
        var history = await ReadAsync();

        var first = FleetReplay.Run(history, Saving, progress: null, () => { }, Token);
        var second = FleetReplay.Run(history, Saving, progress: null, () => { }, Token);

        Assert.Equal(first.ResultHash, second.ResultHash);
        Assert.Equal(first with { WallSeconds = 0, DecisionMillisecondsMedian = null, DecisionMillisecondsP99 = null },
            second with { WallSeconds = 0, DecisionMillisecondsMedian = null, DecisionMillisecondsP99 = null });
    }

    [Fact]
    public async Task A_policy_that_empties_hosts_is_shown_to_save_and_one_that_does_nothing_to_draw_what_was_drawn()
    {
        var history = await ReadAsync();

        var comparison = FleetReplay.Compare(
            history, new Policy { Name = "still", Strategy = PlacementStrategy.None }, Saving, new Progress<double>(), () => { }, Token);

        // Four hosts of 100 W idle and 200 W full, at 5 % each, for twelve hours less the first interval.
        Assert.InRange(comparison.Current.EnergyKwh, 4 * 0.105 * 11.8, 4 * 0.105 * 12.1);
        Assert.Equal(0, comparison.Current.Migrations);
        Assert.True(comparison.Candidate.EnergyKwh < 0.6 * comparison.Current.EnergyKwh, $"{comparison.Candidate.EnergyKwh}");
        Assert.True(comparison.Verdict.IsAcceptable, comparison.Verdict.Summary);
    }

    [Fact]
    public async Task A_policy_that_adds_a_rule_is_not_blamed_for_the_time_in_which_the_one_in_force_breaks_it_as_well()
    {
        var history = await ReadAsync();
        var together = new AffinityRule("pair", AffinityKind.KeepTogether, [SmallFleet.Vm(0), SmallFleet.Vm(3)], []);
        var still = new Policy { Name = "still", Strategy = PlacementStrategy.None, SpareFaultDomains = 0 };

        var comparison = FleetReplay.Compare(
            history, still, still with { Rules = [together], SpareFaultDomains = 3 }, new Progress<double>(), () => { }, Token);

        // Neither moves anything: both are as far from the rule, and from the spare, all the time.
        Assert.True(comparison.Candidate.RuleBreachMinutes > 600, $"{comparison.Candidate.RuleBreachMinutes}");
        Assert.Equal(comparison.Candidate.RuleBreachMinutes, comparison.Current.RuleBreachMinutes);
        Assert.Equal(comparison.Candidate.SpareBreachMinutes, comparison.Current.SpareBreachMinutes);
        Assert.True(comparison.Verdict.IsAcceptable, comparison.Verdict.Summary);
    }

    [Fact]
    public async Task A_policy_that_gives_up_what_keeps_its_own_rule_is_still_refused()
    {
        var history = await ReadAsync();
        var together = new AffinityRule("pair", AffinityKind.KeepTogether, [SmallFleet.Vm(0), SmallFleet.Vm(3)], []);
        var keeping = Saving with { Rules = [together] };

        var comparison = FleetReplay.Compare(
            history, keeping, keeping with { Name = "still", Strategy = PlacementStrategy.None }, new Progress<double>(), () => { }, Token);

        Assert.Contains(comparison.Verdict.Objections, objection => objection.StartsWith("Placement rules are broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Modes_do_not_matter_and_pools_and_groups_rest()
    {
        var history = await ReadAsync();

        var watching = FleetReplay.Run(
            history, Saving with { DefaultMode = OperatingMode.Observe, Groups = [new VmGroup { Id = new("g"), Template = new("t"), Minimum = 5, Maximum = 9 }] },
            progress: null, () => { }, Token);

        Assert.True(watching.Migrations > 0, "it decides as if it might act");
    }

    [Fact]
    public async Task It_ends_between_two_decisions_when_it_is_cancelled()
    {
        var history = await ReadAsync();
        using var stop = new CancellationTokenSource();
        int decisions = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => FleetReplay.Run(
            history, Saving, progress: null, () =>
            {
                if (++decisions == 3)
                {
                    stop.Cancel();
                }
            },
            stop.Token));

        Assert.Equal(3, decisions);
    }

    [Fact]
    public async Task Too_short_a_past_is_said_with_its_length()
    {
        await using var store = await StoreAsync(hours: 3);
        using var state = StateStore.OpenInMemory();

        var history = HistoryReader.Read(
            store, state, Fleet(), SmallFleet.Start, SmallFleet.Start + TimeSpan.FromHours(3), Step, out string whyNot);

        Assert.Null(history);
        Assert.StartsWith("A replay needs 6 hours of measured demand", whyNot);
        Assert.Contains(" 3 are stored", whyNot);
    }

    [Fact]
    public async Task A_window_without_measurements_is_no_past()
    {
        await using var store = await StoreAsync(hours: 12);
        using var state = StateStore.OpenInMemory();

        Assert.Null(HistoryReader.Read(store, state, Fleet(), End, End + TimeSpan.FromDays(1), Step, out string whyNot));
        Assert.Contains("0 are stored", whyNot);
    }

    [Fact]
    public async Task It_says_what_it_leaves_out()
    {
        var history = await ReadAsync(silent: 1, others: 2);

        Assert.Equal(
            [
                "No inventory of the window is kept, so the replay begins with the placement of now.",
                "1 of 5 machines have no measured demand in it and stand idle.",
                "2 machines that came or went are left out.",
            ],
            history.Notes);
        Assert.Equal(0.8, history.Coverage, 3);
    }

    private static async Task<RecordedHistory> ReadAsync(int silent = 0, int others = 0)
    {
        await using var store = await StoreAsync(hours: 12, others);
        using var state = StateStore.OpenInMemory();
        var history = HistoryReader.Read(store, state, Fleet(silent), SmallFleet.Start, End, Step, out string whyNot);
        Assert.True(history is not null, whyNot);

        return history;
    }

    // Four hosts with a machine each that wants a tenth of its CPU.
    private static FleetSnapshot Fleet(int silent = 0) => FleetSnapshot.Create(
        End, new ClusterId("c"), Enumerable.Range(0, 4).Select(SmallFleet.Host),
        Enumerable.Range(0, 4).Select(index => SmallFleet.Machine(index, index))
            .Concat(Enumerable.Range(100, silent).Select(index => SmallFleet.Machine(index, 0))),
        [], []);

    private static async Task<InMemoryTelemetryStore> StoreAsync(int hours, int others = 0)
    {
        var store = new InMemoryTelemetryStore();
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, 4).Concat(Enumerable.Range(200, others)).SelectMany(machine =>
                    Enumerable.Range(0, hours * 12).SelectMany(i => new[]
                    {
                        new Measurement(new SeriesKey(EntityId.Of(SmallFleet.Vm(machine)), Metric.CpuUsage), SmallFleet.Start + (i * Step), 100),
                        new Measurement(
                            new SeriesKey(EntityId.Of(SmallFleet.Vm(machine)), Metric.MemoryUsage), SmallFleet.Start + (i * Step), SmallFleet.Gib / 2),
                    })),
            ],
            Token);

        return store;
    }
}
