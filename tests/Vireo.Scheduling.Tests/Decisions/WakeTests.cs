using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Only hosts that can help are woken, and the one that can is.</summary>
public class WakeTests
{
    private static readonly Policy Saving = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 1,
    };

    private static readonly DeviceCounts Gpu = DeviceCounts.Of("gpu", 1);

    [Fact]
    public void No_host_is_woken_for_a_lost_machine_whose_device_no_sleeper_has_and_the_refusal_says_so()
    {
        var plan = LostWithDevice().Plan(Saving);

        Assert.DoesNotContain(plan.Actions, action => action.Action is PowerOnHost);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "devices" && refusal.Reason.Contains(
            "No host that is off could take it either. Nearest miss: Host 'h-4' has 0 gpu free", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_that_no_host_can_take_keeps_no_empty_host_on()
    {
        var plan = LostWithDevice().Host("h-9").Plan(Saving);

        Assert.Contains(plan.Actions, action => action.Action is PowerOffHost);
    }

    [Fact]
    public void The_sleeper_that_has_the_device_is_woken_though_it_draws_more()
    {
        var plan = LostWithDevice().Host("h-5", mhz: 5_000, state: HostState.Off).Offers([], Gpu).Plan(Saving);

        Assert.Equal(new PowerOnHost(new("h-5")), Assert.Single(plan.Actions, action => action.Action is PowerOnHost).Action);
    }

    [Fact]
    public void The_most_efficient_of_the_sleepers_that_can_help_is_woken()
    {
        var plan = LostWithDevice().Host("h-5", mhz: 5_000, state: HostState.Off).Offers([], Gpu)
            .Host("h-6", mhz: 8_000, state: HostState.Off).Offers([], Gpu).Plan(Saving);

        Assert.Equal(new PowerOnHost(new("h-6")), Assert.Single(plan.Actions, action => action.Action is PowerOnHost).Action);
    }

    [Fact]
    public void The_sleeper_with_the_cpu_features_is_woken_for_a_machine_that_has_to_leave()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Offers(["avx512f"]).Host("h-2").Host("h-3", state: HostState.Off)
            .Host("h-4", mhz: 5_000, state: HostState.Off).Offers(["avx512f"])
            .Machine("a", "h-1").Uses(["avx512f"]).Machine("b", "h-2").Plan(Saving);

        Assert.Equal(new PowerOnHost(new("h-4")), Assert.Single(plan.Actions, action => action.Action is PowerOnHost).Action);
    }

    [Fact]
    public void A_host_that_a_rule_asks_for_is_woken_and_then_used()
    {
        var small = new SmallFleet().Host("h-1").Host("h-2").Host("h-3", state: HostState.Off).Host("h-4", state: HostState.Off)
            .Machine("a", "h-1").Machine("b", "h-2");
        var policy = Saving with { Rules = [new AffinityRule("only", AffinityKind.OnlyOn, [new("a")], [new("h-4")])] };

        var plan = small.Plan(policy);
        var next = Scheduler.Plan(SmallFleet.After(small.Fleet, plan), small.Outlook, policy);

        Assert.Equal(new PowerOnHost(new("h-4")), Assert.Single(plan.Actions).Action);
        Assert.Contains(next.Actions, action => action.Action is Migration { VirtualMachine.Value: "a", To.Value: "h-4" });
    }

    [Fact]
    public void A_host_on_its_way_up_that_cannot_help_is_not_waited_for()
    {
        var plan = LostWithDevice().Host("h-5", state: HostState.PoweringOn).Host("h-6", state: HostState.Off).Offers([], Gpu)
            .Plan(Saving);
        var waiting = LostWithDevice().Host("h-5", state: HostState.PoweringOn).Offers([], Gpu)
            .Host("h-6", state: HostState.Off).Offers([], Gpu).Plan(Saving);

        Assert.Equal(new PowerOnHost(new("h-6")), Assert.Single(plan.Actions).Action);
        Assert.Empty(waiting.Actions);
    }

    [Fact]
    public void What_is_woken_for_who_has_no_choice_does_for_the_others_too()
    {
        var small = new SmallFleet().Host("h-1", maintenance: true).Offers(["avx512f"]).Host("h-2", mhz: 100)
            .Host("h-3", state: HostState.Off).Host("h-4", mhz: 9_000, state: HostState.Off).Offers(["avx512f"])
            .Machine("a", "h-1", gib: 8).Machine("b", "h-1").Uses(["avx512f"]);

        Assert.Equal(new PowerOnHost(new("h-4")), Assert.Single(small.Plan(Saving).Actions).Action);
    }

    [Fact]
    public void A_host_that_repair_empties_promises_what_switching_it_off_saves()
    {
        var rules = new[] { new AffinityRule("only", AffinityKind.OnlyOn, [new("a")], [new("h-2")]) };
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2").Plan(Saving with { Rules = [.. rules] });

        Assert.Equal(["repair", "consolidate"], plan.Actions.Select(action => action.Rules[0]));
        Assert.Equal([0, 100], plan.Actions.Select(action => action.BenefitWattHours));
    }

    [Fact]
    public void What_consolidation_promised_is_not_promised_again()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2").Plan(Saving);

        Assert.Equal(0, Assert.Single(plan.Actions, action => action.Action is PowerOffHost).BenefitWattHours);
        Assert.InRange(Assert.Single(plan.Actions, action => action.Action is Migration).BenefitWattHours, 80, 100);
    }

    private static SmallFleet LostWithDevice() => new SmallFleet().Host("h-1", state: HostState.Failed).Offers([], Gpu)
        .Host("h-2").Host("h-4", state: HostState.Off).Machine("a", "h-2").Machine("lost", "h-1", state: PowerState.Failed).Uses([], Gpu);
}
