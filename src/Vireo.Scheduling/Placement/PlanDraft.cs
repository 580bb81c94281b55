using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Powering;

namespace Vireo.Scheduling.Placement;

/// <summary>The plan while it is made.</summary>
internal sealed class PlanDraft(FleetModel model)
{
    private const int MostRefusals = 100;
    private readonly List<PlannedAction> _actions = [];
    private readonly List<Refusal> _refusals = [];
    private readonly Dictionary<int, List<ActionId>> _leaving = [];
    private readonly HashSet<int> _consolidated = [];

    /// <summary>Actions so far.</summary>
    public int Count => _actions.Count;

    /// <summary>Machines that this plan moves: none is moved twice.</summary>
    public HashSet<int> Moved { get; } = [];

    /// <summary>Hosts that receive machines in this plan.</summary>
    public HashSet<int> Targets { get; } = [];

    /// <summary>How far the placement may be from the best possible; null where nothing was optimised.</summary>
    public double? OptimalityGap { get; set; }

    /// <summary>Wishes that stay broken; null for none.</summary>
    public ImmutableArray<BrokenWish>? BrokenWishes { get; set; }

    /// <summary>Hosts that this plan powers on or off.</summary>
    public HashSet<int> Switched { get; } = [];

    /// <summary>Adds a migration that the model has already made.</summary>
    public void Migrate(int machine, int from, Explanation why) => Migrate(machine, from, model.HostOf[machine], [], why);

    /// <summary>Adds a migration that may have to wait for others.</summary>
    /// <returns>Its identifier, for those that wait for it.</returns>
    public ActionId Migrate(int machine, int from, int to, ImmutableArray<ActionId> after, Explanation why)
    {
        var guest = model.Fleet.VirtualMachines[machine];
        var action = new Migration(guest.Id, model.Fleet.Hosts[from].Id, model.Fleet.Hosts[to].Id);
        double cost = MigrationCost.Of(model, machine, from);
        var id = Add(action, after, why, cost);
        Moved.Add(machine);
        Targets.Add(to);
        if (!_leaving.TryGetValue(from, out var leaving))
        {
            _leaving[from] = leaving = [];
        }

        leaving.Add(id);
        if (why.Rule == Explanation.Consolidate)
        {
            _consolidated.Add(from);
        }

        return id;
    }

    /// <summary>Adds a host's power-off, after everything that leaves it.</summary>
    public void PowerOff(int host, string reason, string effect, double benefit)
    {
        var after = _leaving.TryGetValue(host, out var leaving) ? leaving.ToImmutableArray() : [];
        Switched.Add(host);
        Add(
            new PowerOffHost(model.Fleet.Hosts[host].Id), after,
            new Explanation(Explanation.Consolidate, reason, effect, Instead: "", benefit), PowerCycle.WattHours(model.Fleet.Hosts[host]));
    }

    /// <summary>Adds a host's maintenance mode, after everything that leaves it.</summary>
    public void EnterMaintenance(int host, string reason, string effect) => Add(
        new EnterMaintenance(model.Fleet.Hosts[host].Id),
        _leaving.TryGetValue(host, out var leaving) ? [.. leaving] : [],
        new Explanation("maintenance", reason, effect, Instead: ""), cost: 0);

    /// <summary>Adds the end of a host's maintenance mode.</summary>
    public void ExitMaintenance(int host, string reason, string effect) => Add(
        new ExitMaintenance(model.Fleet.Hosts[host].Id), [], new Explanation("maintenance", reason, effect, Instead: ""), cost: 0);

    /// <summary>Whether consolidation moves machines off a host in this plan; their benefit then counts that it may be
    /// switched off. What leaves for another reason promises nothing of the kind.</summary>
    public bool IsConsolidated(int host) => _consolidated.Contains(host);

    /// <summary>Adds a host's power-on.</summary>
    public void PowerOn(int host, string rule, string reason)
    {
        var noun = model.Fleet.Hosts[host];
        Switched.Add(host);
        Add(
            new PowerOnHost(noun.Id),
            [],
            new Explanation(
                rule, reason, $"Adds {noun.CpuCapacity.Value:0} MHz and {noun.MemoryCapacity.Value >> 30} GiB once it is up.",
                Instead: ""),
            PowerCycle.WattHours(noun) + (noun.Power.At(0).Value * model.Policy.Horizon.TotalHours));
    }

    /// <summary>Adds the fencing of a host that is taken for dead.</summary>
    public void Fence(int host, string reason, string effect)
    {
        Switched.Add(host);
        Add(new FenceHost(model.Fleet.Hosts[host].Id), [], new Explanation("fence", reason, effect, Instead: ""), cost: 0);
    }

    /// <summary>Adds the restart of a machine whose host is lost.</summary>
    public void Restart(int machine, int on, string reason, string instead, IncidentAnswer? answers)
    {
        Moved.Add(machine);
        Targets.Add(on);
        Add(
            new PowerOnVirtualMachine(model.Fleet.VirtualMachines[machine].Id, model.Fleet.Hosts[on].Id),
            [],
            new Explanation("restart", reason, $"'{model.Fleet.VirtualMachines[machine].Id}' serves again.", instead)
            {
                Answers = answers,
            },
            cost: 0);
    }

    /// <summary>Remembers something that was not done, once; the list is bounded.</summary>
    public void Refuse(EntityId entity, string rule, string reason)
    {
        var refusal = new Refusal(entity, rule, reason);
        if (_refusals.Count < MostRefusals && !_refusals.Contains(refusal))
        {
            _refusals.Add(refusal);
        }
    }

    /// <summary>The finished plan.</summary>
    public Plan ToPlan() => Finished() with
    {
        OptimalityGap = OptimalityGap,
        BrokenWishes = BrokenWishes,
        Value = model.Policy.Prices is { } prices && _actions.Count > 0
            ? new PlanValue(
                prices.Currency, Money(prices, action => action.BenefitWattHours), Money(prices, action => action.CostWattHours))
            : null,
    };

    /// <summary>Says how much was not done.</summary>
    public static string TurnedDown(int refusals) =>
        $"{(refusals == 1 ? "1 alternative was" : $"{refusals} alternatives were")} turned down.";

    private Plan Finished() => _actions.Count == 0
        ? new Plan([], [.. _refusals], _refusals.Count == 0
            ? "Nothing to do: every host is within bounds and no move would pay back."
            : $"Nothing done: {TurnedDown(_refusals.Count)}")
        : new Plan([.. _actions], [.. _refusals], Summary());

    private ActionId Add(FleetAction action, ImmutableArray<ActionId> after, Explanation why, double cost)
    {
        var id = ActionNumbers.Next(model.Fleet, step: "", _actions.Count + 1);
        _actions.Add(new PlannedAction(
            id, action, after, [why.Rule], why.Reason, why.Effect, Rounded(why.Benefit), Rounded(cost))
        {
            Instead = why.Instead,
            WishWattHours = Rounded(why.Wishes),
            Answers = why.Answers,
        });

        return id;
    }

    private double Money(Prices prices, Func<PlannedAction, double> wattHours) => Rounded(prices.Of(_actions.Sum(wattHours)));

    // A policy whose weights are no numbers must not make a plan that cannot be written down.
    private static double Rounded(double wattHours) => double.IsFinite(wattHours) ? Math.Round(wattHours, 3) : 0;

    private string Summary()
    {
        var kinds = _actions
            .GroupBy(action => action.Rules[0])
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Count()}");
        int migrations = _actions.Count(action => action.Action is Migration);
        int others = _actions.Count - migrations;
        string[] parts =
        [
            .. migrations > 0 ? [migrations == 1 ? "1 migration" : $"{migrations} migrations"] : Array.Empty<string>(),
            .. others > 0 ? [others == 1 ? "1 other action" : $"{others} other actions"] : Array.Empty<string>(),
        ];

        return $"{string.Join(" and ", parts)} ({string.Join(", ", kinds)}).";
    }
}
