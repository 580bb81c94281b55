using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>The hosts that the machines of a licence may use: those they use now, as many as the licence allows, and others
/// while there are fewer.</summary>
/// <remarks>Where they use more than allowed, those stay that are open and carry most of them: each move then goes there,
/// so the number of hosts falls and never rises on the way.</remarks>
internal sealed class LicensedHosts
{
    private readonly FleetModel _model;
    private readonly int _most;
    private readonly HashSet<int> _used;
    private readonly HashSet<int> _kept;

    /// <summary>Looks at where the machines are as the decision begins.</summary>
    public LicensedHosts(FleetModel model, AffinityRule rule)
    {
        (_model, _most) = (model, Math.Max(1, rule.MostHosts));
        var counts = rule.VirtualMachines.Distinct().Where(model.MachineIndex.ContainsKey)
            .SelectMany(id => model.PlacesOf(model.MachineIndex[id])).CountBy(host => host).ToDictionary();
        _used = [.. counts.Keys];
        _kept =
        [
            .. _used.OrderByDescending(model.CanReceive).ThenByDescending(host => counts[host]).ThenBy(host => host).Take(_most),
        ];
    }

    /// <summary>Hosts that a machine may go to without asking where the others are, ascending.</summary>
    public IEnumerable<int> Kept => _kept.Order();

    /// <summary>Whether a machine is on one host too many.</summary>
    public bool IsOutside(int host) => _used.Count > _most && !_kept.Contains(host);

    /// <summary>Whether one of the machines may come to a host.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="others">The other machines of the licence.</param>
    public bool Allows(int host, IEnumerable<int> others)
    {
        if (_used.Count >= _most)
        {
            return _kept.Contains(host);
        }

        HashSet<int> hosts = [host, .. others.SelectMany(_model.PlacesOf)];

        return hosts.Count <= _most;
    }
}
