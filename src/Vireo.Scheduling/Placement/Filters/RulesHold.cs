using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>Affinity and host rules hold with everything that is, was or will be on the host during the plan (S1,
/// S2).</summary>
internal sealed class RulesHold : IPlacementFilter
{
    private readonly List<AffinityRule>?[] _rulesOf;
    private readonly Dictionary<AffinityRule, HashSet<VirtualMachineId>> _members = [];
    private readonly Dictionary<AffinityRule, LicensedHosts> _licensed = [];

    /// <summary>Looks up the rules of each machine once.</summary>
    public RulesHold(FleetModel model)
    {
        _rulesOf = new List<AffinityRule>?[model.Fleet.VirtualMachines.Length];
        foreach (var rule in model.Policy.Rules)
        {
            _members[rule] = [.. rule.VirtualMachines];
            if (rule.Kind == AffinityKind.AtMostHosts)
            {
                _licensed[rule] = new LicensedHosts(model, rule);
            }

            foreach (var id in rule.VirtualMachines)
            {
                if (model.MachineIndex.TryGetValue(id, out int machine))
                {
                    (_rulesOf[machine] ??= []).Add(rule);
                }
            }
        }
    }

    /// <inheritdoc/>
    public string Rule => "S1";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => Broken(model, machine, host) is null;

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host) =>
        $"{Names([.. BrokenAt(model, machine, host)])} '{model.Fleet.VirtualMachines[machine].Id}' off host " +
        $"'{model.Fleet.Hosts[host].Id}'.";

    /// <inheritdoc/>
    public int Misses(FleetModel model, int machine, int host) => BrokenAt(model, machine, host).Count();

    /// <summary>The names of the rules that keep a machine off some host that is open.</summary>
    public IEnumerable<string> Narrowing(FleetModel model, int machine) => Enumerable.Range(0, model.Fleet.Hosts.Length)
        .Where(host => host != model.HostOf[machine] && model.CanReceive(host))
        .SelectMany(host => BrokenAt(model, machine, host)).Select(rule => rule.Name).Distinct();

    /// <summary>The first rule that having the machine on the host would break at some moment of the plan; null when
    /// none.</summary>
    public AffinityRule? Broken(FleetModel model, int machine, int host) =>
        _rulesOf[machine]?.Find(rule => IsBroken(model, rule, machine, host));

    /// <summary>The first rule that is broken where the machine is once the plan is carried out; null when none. What
    /// is under way may end on either side, and counts on both.</summary>
    public AffinityRule? BrokenInTheEnd(FleetModel model, int machine)
    {
        int host = model.HostOf[machine];

        return _rulesOf[machine]?.Find(rule => rule.Kind switch
        {
            AffinityKind.KeepApart => Others(model, rule, machine).Any(other => IsOnePlace(model, rule, model.HostOf[other], host) ||
                (model.BusyMachines.Contains(other) && model.PlacesOf(other).Any(place => IsOnePlace(model, rule, place, host)))),
            AffinityKind.KeepTogether => Others(model, rule, machine).Any(other => model.HostOf[other] >= 0 &&
                (!IsOnePlace(model, rule, model.HostOf[other], host) || model.BusyMachines.Contains(other))),
            AffinityKind.AtMostHosts => _licensed[rule].IsOutside(host),
            _ => Forbids(model, rule, host),
        });
    }

    /// <summary>Hosts that the machines of a licence may go to without asking where the others are.</summary>
    public IEnumerable<int> Licensed(AffinityRule rule) => _licensed[rule].Kept;

    private IEnumerable<AffinityRule> BrokenAt(FleetModel model, int machine, int host) =>
        _rulesOf[machine]?.Where(rule => IsBroken(model, rule, machine, host)) ?? [];

    private bool IsBroken(FleetModel model, AffinityRule rule, int machine, int host) => rule.Kind switch
    {
        AffinityKind.KeepApart => SharesHost(model, rule, machine, host),
        AffinityKind.KeepTogether => LeavesOthers(model, rule, machine, host),
        AffinityKind.AtMostHosts => !_licensed[rule].Allows(host, Others(model, rule, machine)),
        _ => Forbids(model, rule, host),
    };

    private static string Names(List<AffinityRule> rules) => rules.Count == 1
        ? $"Rule '{rules[0].Name}' keeps"
        : $"Rules {string.Join(" and ", rules.Select(rule => $"'{rule.Name}'"))} keep";

    private static bool Forbids(FleetModel model, AffinityRule rule, int host) =>
        rule.Hosts.Contains(model.Fleet.Hosts[host].Id) == (rule.Kind == AffinityKind.NeverOn);

    private static bool IsOnePlace(FleetModel model, AffinityRule rule, int one, int other) => one >= 0 && (one == other ||
        (rule.Scope == AffinityScope.FaultDomain &&
            model.Fleet.Hosts[one].LostWith == model.Fleet.Hosts[other].LostWith));

    private bool SharesHost(FleetModel model, AffinityRule rule, int machine, int host)
    {
        if (rule.Scope == AffinityScope.FaultDomain)
        {
            return Others(model, rule, machine).Any(other => model.PlacesOf(other).Any(place => IsOnePlace(model, rule, place, host)));
        }

        var members = _members[rule];
        foreach (int other in model.EverOn(host))
        {
            if (other != machine && members.Contains(model.Fleet.VirtualMachines[other].Id))
            {
                return true;
            }
        }

        return false;
    }

    // Machines that stay together cannot be moved live one after the other without being apart for a moment, nor can
    // one start where another is still to arrive: that move may come later, or fail.
    private static bool LeavesOthers(FleetModel model, AffinityRule rule, int machine, int host) =>
        Others(model, rule, machine).Any(other => model.HostOf[other] >= 0 &&
            (rule.Scope == AffinityScope.Host
                ? !model.IsOnlyEverOn(other, host)
                : model.BusyMachines.Contains(other) ||
                    model.PlacesOf(other).Any(place => !IsOnePlace(model, rule, place, host))));

    private static IEnumerable<int> Others(FleetModel model, AffinityRule rule, int machine)
    {
        foreach (var id in rule.VirtualMachines)
        {
            if (model.MachineIndex.TryGetValue(id, out int other) && other != machine)
            {
                yield return other;
            }
        }
    }
}
