using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Filters;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>Hosts that could be woken and hosts that are on their way up, and what each of them could take once it is
/// on: waking one that cannot help would only be followed by waking the next.</summary>
internal sealed class Sleepers
{
    private readonly FleetModel _model;

    /// <summary>Looks through the hosts once.</summary>
    /// <param name="model">Who is where, and what is under way.</param>
    /// <param name="dangers">Hosts that must not be relied on.</param>
    public Sleepers(FleetModel model, Dictionary<int, string> dangers)
    {
        _model = model;
        var starting = model.Fleet.InFlight.Select(action => action.Action).OfType<PowerOnHost>().Select(on => on.Host).ToHashSet();
        int[] down =
        [
            .. Enumerable.Range(0, model.Fleet.Hosts.Length).Where(host => !dangers.ContainsKey(host) &&
                model.Fleet.Hosts[host] is { State: HostState.Off or HostState.PoweringOn, IsInMaintenance: false, Cores: > 0 }),
        ];
        Coming = [.. down.Where(host => model.Fleet.Hosts[host].State == HostState.PoweringOn || starting.Contains(model.Fleet.Hosts[host].Id))];
        Asleep = [.. down.Except(Coming).Where(host => !model.BusyHosts.Contains(host))];
    }

    /// <summary>Hosts that are on their way up, ascending.</summary>
    public ImmutableArray<int> Coming { get; }

    /// <summary>Hosts that are off and could be woken, ascending.</summary>
    public ImmutableArray<int> Asleep { get; }

    /// <summary>Those of both that could take a machine once they are on.</summary>
    /// <param name="machine">Who has no place on the hosts that are on.</param>
    /// <param name="search">The rules that its target has to keep.</param>
    public IEnumerable<int> For(int machine, TargetSearch search) => Coming.Concat(Asleep)
        .Where(host => RulesOnceOn(search).All(filter => filter.Allows(_model, machine, host)));

    /// <summary>Why waking a host would not help a machine, a sentence with the nearest miss; empty where none is
    /// off.</summary>
    public string WhyNone(int machine, TargetSearch search)
    {
        int nearest = Coming.Concat(Asleep)
            .OrderBy(host => RulesOnceOn(search).Sum(filter => filter.Misses(_model, machine, host))).ThenBy(host => host)
            .FirstOrDefault(-1);
        if (nearest < 0)
        {
            return "";
        }

        var reasons = RulesOnceOn(search).Where(filter => !filter.Allows(_model, machine, nearest))
            .Select(filter => filter.WhyNot(_model, machine, nearest));

        return $" No host that is off could take it either. Nearest miss: {string.Join(" ", reasons)}";
    }

    private static IEnumerable<IPlacementFilter> RulesOnceOn(TargetSearch search) =>
        search.Filters.Where(filter => filter is not HostReceives);
}
