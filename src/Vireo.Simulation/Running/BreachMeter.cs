using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Simulation;

/// <summary>How long the placement that a policy led to broke rules or kept no spare capacity, read at each
/// decision.</summary>
/// <param name="policy">Whose rules are asked for, not always that which decides; spare capacity for one fault domain is
/// asked of every policy.</param>
/// <param name="interval">Between decisions.</param>
internal sealed class BreachMeter(Policy policy, TimeSpan interval)
{
    private readonly Policy _asked = policy with { SpareFaultDomains = Math.Max(1, policy.SpareFaultDomains) };
    private long _brokenRules;
    private long _withoutSpare;

    /// <summary>Minutes of broken rules, added up over the rules.</summary>
    public double RuleMinutes => _brokenRules * interval.TotalMinutes;

    /// <summary>Minutes without enough spare capacity.</summary>
    public double SpareMinutes => _withoutSpare * interval.TotalMinutes;

    /// <summary>Takes one picture in.</summary>
    public void Observe(FleetSnapshot fleet)
    {
        _brokenRules += PlacementCheck.BrokenRules(fleet, _asked).Count;
        _withoutSpare += PlacementCheck.MissingSpare(fleet, _asked) is null ? 0 : 1;
    }
}
