using Vireo.Fleet;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Finds the best host for a machine: the most efficient generation first, then the fullest that still fits.</summary>
internal sealed class TargetSearch
{
    private readonly FleetModel _model;
    private readonly int[] _candidates;
    private readonly double[] _wattsPerMhz;

    /// <summary>Sorts the hosts that are on once; the others never receive anything.</summary>
    public TargetSearch(FleetModel model, IReadOnlyList<IPlacementFilter> filters)
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
    public IReadOnlyList<IPlacementFilter> Filters { get; }

    /// <summary>Watts per MHz at full load: the lower, the better the host.</summary>
    public double WattsPerMhz(int host) => _wattsPerMhz[host];

    /// <summary>The best host; -1 when none may take the machine.</summary>
    /// <param name="machine">Whom to place.</param>
    /// <param name="allowEmpty">Whether hosts that carry nothing count.</param>
    /// <param name="isExcluded">Hosts left out for this search.</param>
    public int Best(int machine, bool allowEmpty, Func<int, bool> isExcluded)
    {
        int best = -1;
        double bestRatio = -1;
        foreach (int host in _candidates)
        {
            if (best >= 0 && _wattsPerMhz[host] > _wattsPerMhz[best])
            {
                break;
            }

            if (host == _model.HostOf[machine] || isExcluded(host) || (!allowEmpty && _model.IsEmpty(host)) ||
                !Allows(machine, host))
            {
                continue;
            }

            double ratio = _model.ReservedRatioWith(host, machine);
            if (ratio > bestRatio)
            {
                best = host;
                bestRatio = ratio;
            }
        }

        return best;
    }

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

    /// <summary>The rule that most hosts failed by, with the nearest miss, for a refusal.</summary>
    public (string Rule, string Reason) WhyNowhere(int machine)
    {
        if (_candidates.Length == 0)
        {
            return ("S4", "No host is on and open.");
        }

        // The last rule asked that still said no is the nearest miss: everything before it was satisfied.
        int nearest = _candidates
            .Where(host => host != _model.HostOf[machine])
            .OrderByDescending(host => FirstFailure(machine, host))
            .ThenByDescending(host => _model.FreeMemory(host))
            .FirstOrDefault(-1);
        if (nearest < 0)
        {
            return ("S4", "No other host is on and open.");
        }

        int failure = FirstFailure(machine, nearest);

        return failure < Filters.Count
            ? (Filters[failure].Rule, $"Nearest miss: {Filters[failure].WhyNot(_model, machine, nearest)}")
            : ("search", $"Only host '{_model.Fleet.Hosts[nearest].Id}' would do, and it is left out here.");
    }

    private int FirstFailure(int machine, int host)
    {
        for (int i = 0; i < Filters.Count; i++)
        {
            if (!Filters[i].Allows(_model, machine, host))
            {
                return i;
            }
        }

        return Filters.Count;
    }

    private static double Efficiency(Host host) =>
        host.CpuCapacity.Value > 0 ? host.Power.At(1).Value / host.CpuCapacity.Value : double.MaxValue;
}
