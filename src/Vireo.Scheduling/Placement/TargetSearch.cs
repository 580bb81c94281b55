using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Finds the best host for a machine: the most efficient generation first, then the fullest that still
/// fits.</summary>
internal sealed class TargetSearch
{
    private const int MhzPerGhz = 1_000;
    private readonly FleetModel _model;
    private readonly int[] _candidates;
    private readonly double[] _wattsPerMhz;

    /// <summary>Sorts the hosts that are on once; the others never receive anything.</summary>
    public TargetSearch(FleetModel model, ImmutableArray<IPlacementFilter> filters)
    {
        _model = model;
        Filters = filters;
        _wattsPerMhz = [.. model.Fleet.Hosts.Select(Efficiency)];
        _candidates =
        [
            .. Enumerable.Range(0, model.Fleet.Hosts.Length)
                .Where(model.CanReceive)
                .OrderBy(host => _wattsPerMhz[host]).ThenBy(host => host),
        ];
    }

    /// <summary>The rules in the order they are asked: cheap ones first.</summary>
    public ImmutableArray<IPlacementFilter> Filters { get; }

    /// <summary>Watts per MHz at full load: the lower, the better the host.</summary>
    public double WattsPerMhz(int host) => _wattsPerMhz[host];

    /// <summary>The best host, one that breaks the fewest wishes; -1 when none may take the machine.</summary>
    /// <param name="machine">Whom to place.</param>
    /// <param name="allowEmpty">Whether hosts that carry nothing count.</param>
    /// <param name="isExcluded">Hosts left out for this search.</param>
    public int Best(int machine, bool allowEmpty, Func<int, bool> isExcluded)
    {
        int best = -1;
        double bestRatio = -1;
        double bestWish = 0;
        foreach (int host in _candidates)
        {
            bool isWorse = best >= 0 && _wattsPerMhz[host] > _wattsPerMhz[best];
            if (isWorse && bestWish <= 0)
            {
                break;
            }

            double wish = Wishes(machine, host);
            if (best >= 0 && (wish > bestWish || (isWorse && wish >= bestWish)))
            {
                continue;
            }

            if (host == _model.HostOf[machine] || isExcluded(host) || (!allowEmpty && _model.IsEmpty(host)) ||
                !Allows(machine, host))
            {
                continue;
            }

            double ratio = _model.ReservedRatioWith(host, machine);
            if (ratio > bestRatio || wish < bestWish)
            {
                best = host;
                bestRatio = ratio;
                bestWish = wish;
            }
        }

        return best;
    }

    /// <summary>Every host that may take a machine as things stand, best first.</summary>
    public List<int> Targets(int machine) =>
    [
        .. _candidates.Where(host => host != _model.HostOf[machine] && Allows(machine, host))
            .OrderBy(host => Wishes(machine, host)).ThenBy(host => _wattsPerMhz[host]).ThenByDescending(host => _model.ReservedRatioWith(host, machine))
            .ThenBy(host => host),
    ];

    /// <summary>Whether every rule lets the machine go to the host.</summary>
    public bool Allows(int machine, int host)
    {
        foreach (var filter in Filters)
        {
            if (!filter.Allows(_model, machine, host))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The host that came second for a machine, and why the first is better; asked before the move is
    /// made.</summary>
    public string Instead(int machine, int taken)
    {
        int second = Best(machine, allowEmpty: true, host => host == taken);
        if (second < 0)
        {
            return $"No other host can take it. {WhyNowhere(machine, host => host == taken).Reason}";
        }

        string name = $"Host '{_model.Fleet.Hosts[second].Id}' can take it, too,";

        double secondRatio = _model.ReservedRatioWith(second, machine);
        double takenRatio = _model.ReservedRatioWith(taken, machine);

        return Wishes(machine, second) > Wishes(machine, taken)
            ? $"{name} and would break wishes worth {Wishes(machine, second) - Wishes(machine, taken):0.#} Wh more."
            : _wattsPerMhz[second] > _wattsPerMhz[taken]
            ? $"{name} and draws more for the same work: {_wattsPerMhz[second] * MhzPerGhz:0.#} rather than " +
              $"{_wattsPerMhz[taken] * MhzPerGhz:0.#} W per GHz at full load."
            : $"{secondRatio:P0}" == $"{takenRatio:P0}"
                ? $"{name} equally well; of equals the first is taken."
                : $"{name} and would be filled to {secondRatio:P0} of its CPU rather than {takenRatio:P0}; of equally efficient " +
                  "hosts the fuller is taken.";
    }

    /// <summary>The least that would have to change for some host to take the machine, for a refusal.</summary>
    public (string Rule, string Reason) WhyNowhere(int machine) => WhyNowhere(machine, _ => false);

    // A host takes a machine when no rule says no, so what is in the way on a host is exactly the rules that do; the
    // host with the
    // fewest is the nearest miss, and none of them can be left out.
    private (string Rule, string Reason) WhyNowhere(int machine, Func<int, bool> isExcluded)
    {
        int nearest = _candidates.Where(host => host != _model.HostOf[machine] && !isExcluded(host))
            .OrderBy(host => Filters.Sum(filter => filter.Misses(_model, machine, host)))
            .ThenByDescending(host => FirstFailure(machine, host))
            .ThenByDescending(host => Math.Min(0, _model.FreeMemory(host) - _model.Fleet.VirtualMachines[machine].Memory.Value))
            .ThenBy(host => _model.ReservedRatioWith(host, machine))
            .FirstOrDefault(-1);
        if (nearest < 0)
        {
            return ("S4", _candidates.Length == 0 ? "No host is on and open." : "No other host is on and open.");
        }

        var failing = Filters.Where(filter => !filter.Allows(_model, machine, nearest)).ToList();

        return failing.Count == 0
            ? ("search", $"Only host '{_model.Fleet.Hosts[nearest].Id}' would do, and it is left out here.")
            : (failing[0].Rule, $"Nearest miss: {string.Join(" ", failing.Select(filter => filter.WhyNot(_model, machine, nearest)))}");
    }

    private double Wishes(int machine, int host) => _model.WishCounts.At(machine, host, _model.HostOf[machine]);

    // What is asked later depends on load and passes; what is asked first is a wish or a fact.
    private int FirstFailure(int machine, int host) =>
        Filters.TakeWhile(filter => filter.Allows(_model, machine, host)).Count();

    private static double Efficiency(Host host) =>
        host.CpuCapacity.Value > 0 ? host.Power.At(1).Value / host.CpuCapacity.Value : double.MaxValue;
}
