using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Whether machines that are given devices could be restarted elsewhere if a fault domain were lost (S6): a free
/// device of the kind, all that a machine needs on one host.</summary>
/// <remarks>Such machines do not move while they run, so what is wanted can only make it worse by switching a host with
/// free devices off. Where devices are scarce already, no host that is on helps, and nothing is kept back for it.</remarks>
internal sealed class DeviceSpare
{
    private readonly FleetModel _model;
    private readonly int[] _domainOf;
    private readonly Func<int, bool> _isRefuge;
    private readonly string[] _kinds;

    /// <summary>Looks which kinds machines are given at all.</summary>
    /// <param name="model">Who is where.</param>
    /// <param name="domainOf">Number of the fault domain of each host.</param>
    /// <param name="isRefuge">Whether a host could take machines of a lost one.</param>
    public DeviceSpare(FleetModel model, int[] domainOf, Func<int, bool> isRefuge)
    {
        (_model, _domainOf, _isRefuge) = (model, domainOf, isRefuge);
        _kinds = model.Policy.SpareFaultDomains <= 0 ? [] :
        [
            .. model.Fleet.VirtualMachines.SelectMany(machine => machine.Devices.All).Select(device => device.Key).Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What could be restarted as things stand and could not with some hosts off; null when nothing.</summary>
    public string? Shortage(Func<int, bool> isOff)
    {
        foreach (string kind in _kinds)
        {
            foreach (var lost in Losses(kind))
            {
                if (Homeless(kind, lost, isOff) is { } machine && Homeless(kind, lost, _ => false) is null)
                {
                    var guest = _model.Fleet.VirtualMachines[machine];

                    return $"If the host of '{guest.Id}' were lost, no other would have {guest.Devices[kind]} {kind} free to restart it.";
                }
            }
        }

        return null;
    }

    // Each domain with a machine of the kind, together with those that hold most of it where several may be lost.
    private IEnumerable<HashSet<int>> Losses(string kind)
    {
        var used = Enumerable.Range(0, _domainOf.Length)
            .GroupBy(host => _domainOf[host], host => _model.ResidentsOf(host).Sum(machine => Count(machine, kind)))
            .Select(domain => (Domain: domain.Key, Used: domain.Sum())).Where(domain => domain.Used > 0)
            .OrderByDescending(domain => domain.Used).ThenBy(domain => domain.Domain).Select(domain => domain.Domain).ToList();

        return used.Select(domain => (HashSet<int>)
            [domain, .. used.Where(other => other != domain).Take(_model.Policy.SpareFaultDomains - 1)]);
    }

    // First fit, most devices first.
    private int? Homeless(string kind, HashSet<int> lost, Func<int, bool> isOff)
    {
        int[] free =
        [
            .. Enumerable.Range(0, _domainOf.Length)
                .Where(host => !lost.Contains(_domainOf[host]) && _model.IsOn(host) && !isOff(host) && _isRefuge(host))
                .Select(host => _model.Fleet.Hosts[host].Devices[kind] - _model.ResidentsOf(host).Sum(machine => Count(machine, kind)))
                .OrderDescending(),
        ];
        var machines = Enumerable.Range(0, _domainOf.Length).Where(host => lost.Contains(_domainOf[host]))
            .SelectMany(_model.ResidentsOf).Where(machine => Count(machine, kind) > 0)
            .OrderByDescending(machine => Count(machine, kind)).ThenBy(machine => machine);
        foreach (int machine in machines)
        {
            int at = Array.FindIndex(free, left => left >= Count(machine, kind));
            if (at < 0)
            {
                return machine;
            }

            free[at] -= Count(machine, kind);
        }

        return null;
    }

    private int Count(int machine, string kind) => _model.Fleet.VirtualMachines[machine].Devices[kind];
}
