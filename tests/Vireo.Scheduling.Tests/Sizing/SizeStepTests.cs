using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Sizing;

public class SizeStepTests
{
    private const long Gib = 1L << 30;
    private static readonly VirtualMachineId Web = new("web");

    [Fact]
    public void Without_being_asked_to_sizes_stay_advice() =>
        Assert.Empty(Decide(Advice(4, 8), LiveResize.All, terms: null).Actions);

    [Fact]
    public void A_machine_that_can_is_resized_while_it_runs_and_remembers_its_size()
    {
        var resize = Only(Decide(Advice(1, 2), LiveResize.All, new ResizePolicy()));

        Assert.Equal((1, 2 * Gib, false, false), (resize.Cores, resize.Memory.Value, resize.Restarts, resize.IsRevert));
        Assert.Equal(new MachineSize(2, new MemoryBytes(4 * Gib)), resize.From);
    }

    [Fact]
    public void One_that_cannot_waits_for_the_window_and_says_so()
    {
        var terms = new ResizePolicy { Window = new ChangeWindow("0 3 * * *", TimeSpan.FromHours(1), "UTC") };
        var plan = Decide(Advice(1, 4), LiveResize.None, terms);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S17" && refusal.Reason.Contains("waits for the change window", StringComparison.Ordinal));
    }

    [Fact]
    public void In_the_window_it_is_restarted_for_it()
    {
        var terms = new ResizePolicy { Window = new ChangeWindow("30 11 * * *", TimeSpan.FromHours(1), "UTC") };

        Assert.True(Only(Decide(Advice(1, 4), LiveResize.None, terms)).Restarts);
    }

    [Fact]
    public void No_more_change_in_a_day_than_allowed()
    {
        var plan = Decide(Advice(1, 4), LiveResize.All, new ResizePolicy { MostPerDay = 1 }, Past("other", hoursAgo: 3));

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S30");
    }

    [Fact]
    public void A_size_is_at_most_doubled_or_halved_at_once() =>
        Assert.Equal(4, Only(Decide(Advice(16, 4), LiveResize.All, new ResizePolicy())).Cores);

    [Fact]
    public void Advice_that_is_not_sure_enough_and_a_pinned_machine_are_left_alone()
    {
        Assert.Empty(Decide(Advice(1, 4) with { Confidence = 0.5 }, LiveResize.All, new ResizePolicy()).Actions);
        Assert.Empty(Decide(Advice(1, 4), LiveResize.All, new ResizePolicy(), pinned: true).Actions);
    }

    [Fact]
    public void What_suffers_since_it_was_made_smaller_gets_its_size_back_at_once()
    {
        var past = Past("web", hoursAgo: 2, from: new MachineSize(4, new MemoryBytes(8 * Gib)));
        var resize = Only(Decide(Advice(1, 2), LiveResize.All, new ResizePolicy { MostPerDay = 0 }, past, wantsMhz: 3_950));

        Assert.Equal((4, 8 * Gib, true), (resize.Cores, resize.Memory.Value, resize.IsRevert));
    }

    [Fact]
    public void What_does_not_suffer_keeps_the_size_it_got() =>
        Assert.Empty(Decide(
            Advice(1, 2), LiveResize.All, new ResizePolicy(), Past("web", hoursAgo: 2, from: new MachineSize(4, new MemoryBytes(8 * Gib)))).Actions);

    private static AdvisedSize Advice(int cores, int gib) =>
        new(Web, new MachineSize(cores, new MemoryBytes(gib * Gib)), IsTooSmall: false, Confidence: 1, "Two weeks of peaks.");

    private static InFlightAction Past(string machine, double hoursAgo, MachineSize? from = null) => new(
        new($"past-{machine}"), new ResizeVirtualMachine(new(machine), 2, new MemoryBytes(4 * Gib)) { From = from },
        SmallFleet.Now.AddHours(-hoursAgo));

    private static ResizeVirtualMachine Only(Plan plan) => Assert.IsType<ResizeVirtualMachine>(Assert.Single(plan.Actions).Action);

    private static Plan Decide(
        AdvisedSize advice, LiveResize live, ResizePolicy? terms, InFlightAction? past = null, bool pinned = false, double wantsMhz = 1_000)
    {
        var small = new SmallFleet().Host("h-1").Host("h-2").Machine("web", "h-1", median: wantsMhz, gib: 4);
        ImmutableArray<VirtualMachine> machines = [.. small.Fleet.VirtualMachines.Select(machine => machine with { Live = live })];
        var fleet = small.Fleet with { VirtualMachines = machines, RecentResizes = past is null ? [] : [past] };
        var memory = small.Outlook.VirtualMachines[0] with
        {
            Memory = new DemandForecast([.. Enumerable.Repeat((float)Gib, 6)], "test"),
        };
        var policy = new Policy
        {
            SpareFaultDomains = 0,
            Consolidate = false,
            ManageHostPower = false,
            Resizing = terms,
            Pinned = pinned ? [Web] : [],
        };
        var plan = Scheduler.Plan(fleet, small.Outlook with { Sizes = [advice], VirtualMachines = [memory] }, policy);
        Assert.Empty(PlanChecker.Check(plan.Actions, fleet, policy, []));

        return plan;
    }
}
