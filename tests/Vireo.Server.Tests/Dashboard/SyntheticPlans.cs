using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>Plans of every kind for the synthetic fleet, newest first.</summary>
internal static class SyntheticPlans
{
    public const long Waiting = 207;
    public const long Executing = 206;

    public static ImmutableArray<PlanRecord> At(DateTimeOffset now) =>
    [
        Record(Waiting, now.AddMinutes(-4), Relieve(now), PlanStatus.AwaitingApproval),
        Record(Executing, now.AddMinutes(-12), Consolidate(), PlanStatus.Executing),
        Record(205, now.AddMinutes(-17), Plan.Empty("Nothing to do: every host stays below 100 % at the 95 % quantile, and no host can be emptied at a gain."), PlanStatus.Done),
        Record(204, now.AddMinutes(-41), Evacuate(), PlanStatus.Done),
        Record(203, now.AddMinutes(-62), Relieve(now), PlanStatus.Expired),
        Record(202, now.AddMinutes(-90), Consolidate(), PlanStatus.Recommended),
    ];

    public static LedgerState LedgerAt(DateTimeOffset now) => new(
        [
            Promise(Executing, now.AddMinutes(-12)) with { Phase = LedgerPhase.Acting, MovesDone = 4 },
            Promise(198, now.AddHours(-3)) with
            {
                Phase = LedgerPhase.Measured,
                IsWhole = true,
                MovesDone = 8,
                From = now.AddHours(-2.8),
                To = now.AddHours(-1.8),
                Measured = new PlacementEffect(1_912, 1_588, 5, 10, 3, 12),
                Coverage = 1,
            },
            Promise(190, now.AddHours(-6)) with { Phase = LedgerPhase.Unmeasured, Note = "Only 40 % of the demand in its window was measured; 80 % are needed.", Coverage = 0.4 },
        ],
        new PromiseVerdict(false, 1, 1, 388, 315, null, "Too early to say: 1 plans in 1 windows were measured, 12 are needed."));

    private static LedgerEntry Promise(long plan, DateTimeOffset at) => new(plan, at, SyntheticFleet.Cluster, "day-to-day", Hash("terms", 1))
    {
        PromisedWattHours = 388,
        CostWattHours = 82,
        Moves = 8,
        Expected = new PlacementEffect(1_940, 1_560, 0, 5, 0, 4),
    };

    private static PlanRecord Record(long id, DateTimeOffset at, Plan plan, PlanStatus status)
    {
        var receipt = new Receipt(
            id, at, SyntheticFleet.Cluster, Hash("fleet", id), Hash("outlook", id), Hash("policy", 1), Hash("plan", id),
            "0.1.0+9a079da", plan.Summary, plan.Actions.Length);
        var record = new PlanRecord(receipt, plan, status, [], [], Outcomes(plan, status, at), "");

        return status switch
        {
            PlanStatus.AwaitingApproval => record with { AwaitingApproval = [.. plan.Actions.Select(step => step.Id)] },
            PlanStatus.Done when !plan.Actions.IsEmpty => record with { Effect = new MeasuredEffect(at.AddMinutes(9), 34, 33, plan.Actions.Length, 0, 0) },
            PlanStatus.Executing => record with
            {
                Refused = [new Refusal(EntityId.Of(SyntheticFleet.MachineAt(82)), "S8", "'burst-083' moved 9 minutes ago and rests for another 21.")],
            },
            _ => record,
        };
    }

    private static ContentHash Hash(string what, long id) => ContentHash.OfBytes(System.Text.Encoding.UTF8.GetBytes($"{what} {id}"));

    private static ImmutableArray<ActionOutcome> Outcomes(Plan plan, PlanStatus status, DateTimeOffset at) => status switch
    {
        PlanStatus.Done => [.. plan.Actions.Select(step => new ActionOutcome(step.Id, OutcomeStatus.Succeeded, "Read back on the target.", at.AddSeconds(20), at.AddSeconds(75)))],
        PlanStatus.Executing =>
        [
            .. plan.Actions.Select((step, place) => place switch
            {
                < 4 => new ActionOutcome(step.Id, OutcomeStatus.Succeeded, "Read back on the target.", at.AddSeconds(20), at.AddSeconds(75)),
                4 => new ActionOutcome(step.Id, OutcomeStatus.Failed, "The target refused: memory is not free any more.", at.AddSeconds(80), at.AddSeconds(84)),
                5 => new ActionOutcome(step.Id, OutcomeStatus.Running, "61 % copied.", at.AddSeconds(90), null),
                _ => new ActionOutcome(step.Id, OutcomeStatus.Waiting, "Waits for a free migration slot on h-39.", null, null),
            }),
        ],
        _ => [],
    };

    private static Plan Relieve(DateTimeOffset now) => new(
        [
            Move("relieve", 0, 84, 7, 21, ["relieve"], "h-08 is forecast to reach 107 % CPU at the 95 % quantile by " + now.AddMinutes(35).ToString("HH:mm") + ".", "h-08 peaks at 88 %, h-22 at 61 %.", 31, 8),
            Move("relieve", 1, 119, 7, 28, ["relieve"], "h-08 still peaks at 98 % after the first move; the bound is 90 %.", "h-08 peaks at 79 %, h-29 at 66 %.", 22, 16),
        ],
        [
            new Refusal(EntityId.Of(SyntheticFleet.MachineAt(42)), "keep-apart", "'web-043' would share h-22 with its replica 'web-013'."),
            new Refusal(EntityId.Of(SyntheticFleet.HostAt(31)), "S6", "Without h-32 the loss of rack-3 could not be absorbed: 212 GiB short."),
        ],
        "Relieve h-08: 2 moves keep it below 90 % where the forecast says 107 % within the hour.");

    private static Plan Consolidate() => new(
        [
            .. Enumerable.Range(0, 8).Select(place => Move(
                "consolidate", place, 30 + place, 38, place + 9, ["consolidate"], $"h-39 runs at 9 % and can be emptied; {SyntheticFleet.Machine(30 + place, 0).Name} fits h-{place + 10:00}.",
                $"h-{place + 10:00} peaks at {48 + (place * 3)} %.", 24, 8)),
            new PlannedAction(
                new ActionId("consolidate-9"), new PowerOffHost(SyntheticFleet.HostAt(38)), [.. Enumerable.Range(0, 8).Select(place => new ActionId($"consolidate-{place}"))],
                ["consolidate", "power"], "h-39 is empty after the moves and the spare rack holds without it.", "Saves 214 W until the evening peak.", 214, 18),
        ],
        [.. Enumerable.Range(0, 7).Select(place => new Refusal(EntityId.Of(SyntheticFleet.HostAt(20 + place)), "payback", $"Emptying h-{21 + place:00} costs {90 + (place * 11)} Wh and saves {60 + (place * 4)} Wh within the horizon."))],
        "Empty h-39 with 8 moves and power it off: saves 388 Wh within the hour, costs 82 Wh.");

    private static Plan Evacuate() => new(
        [.. Enumerable.Range(0, 3).Select(place => Move("evacuate", place, 12 + place, 17, 8 + place, ["evacuate", "hazard"], "h-18 reports 41 memory errors an hour; it fails within the day with 83 %.", "h-18 holds nothing that would be lost.", 0, 8))],
        [],
        "Evacuate h-18 before it fails: 3 moves.");

    private static PlannedAction Move(
        string plan, int place, int machine, int from, int to, ImmutableArray<string> rules, string reason, string effect, double benefit, double cost) => new(
            new ActionId($"{plan}-{place}"), new Migration(SyntheticFleet.MachineAt(machine), SyntheticFleet.HostAt(from), SyntheticFleet.HostAt(to)),
            place == 1 ? [new ActionId($"{plan}-0")] : [], rules, reason, effect, benefit, cost);
}
