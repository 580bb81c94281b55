using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

/// <summary>What was asked because of an incident, and approved late.</summary>
public class AnsweredIncidentTests
{
    private static readonly VirtualMachineId Web = new("web-1");
    private static readonly IncidentAnswer Answer = new("restart-hung", "vm-hung:web-1", EntityId.Of(Web));
    private static readonly Plan Older = PlanOf("old", Answer);

    [Fact]
    public void It_is_done_while_the_incident_is_open_and_the_newest_decision_still_wants_it() =>
        Assert.Empty(StillWanted.WhatIsNot(Older.Actions, Older, PlanOf("new", Answer), Fleet()));

    [Fact]
    public void It_is_not_done_once_the_incident_is_over_nor_is_what_depends_on_it() =>
        Assert.Equal(Older.Actions, StillWanted.WhatIsNot(Older.Actions, Older, Plan.Empty("Nothing to do."), Fleet()));

    private static Plan PlanOf(string name, IncidentAnswer answer) => new(
        [
            Planned($"{name}-1", new PowerOffVirtualMachine(Web), []) with { Answers = answer },
            Planned($"{name}-2", new PowerOnVirtualMachine(Web, new("h-1")), [new($"{name}-1")]) with { Answers = answer },
        ],
        [], "test");

    private static PlannedAction Planned(string id, FleetAction action, ActionId[] after) =>
        new(new(id), action, [.. after], ["remedy"], "because", "better", 0, 0);

    private static FleetSnapshot Fleet() => FleetSnapshot.Create(DateTimeOffset.UnixEpoch, new("c-1"), [], [], [], []);
}
