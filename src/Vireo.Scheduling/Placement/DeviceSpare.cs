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
    private readonly (string Kind, int[] Hosts)[] _kinds;

    /// <summary>Looks which kinds machines are given at all, and which hosts have them.</summary>
    /// <param name="model">Who is where.</param>
    /// <param name="domainOf">Number of the fault domain of each host.</param>
    /// <param name="isRefuge">Whether a host could take machines of a lost one.</param>
    public DeviceSpare(FleetModel model, int[] domainOf, Func<int, bool> isRefuge)
    {
        (_model, _domainOf, _isRefuge) = (model, domainOf, isRefuge);
        _kinds = model.Policy.SpareFaultDomains <= 0 ? [] :
        [
            .. model.Fleet.VirtualMachines.SelectMany(machine => machine.Devices.All).Select(device => device.Key).Distinct()
                .Order(StringComparer.Ordinal).Select(kind => (kind, HostsWith(kind))),
        ];
    }

    /// <summary>What could be restarted as things stand and could not with some hosts off; null when nothing.</summary>
    public string? Shortage(Func<int, bool> isOff)
    {
        foreach (var (kind, hosts) in _kinds)
        {
            // Of most hosts nobody would miss a device.
            if (Array.Exists(hosts, host => isOff(host) && Free(host, kind) > 0) && Find(kind, hosts, isOff) is { } machine)
            {
                var guest = _model.Fleet.VirtualMachines[machine];

                return $"If the host of '{guest.Id}' were lost, no other would have {guest.Devices[kind]} {kind} free to restart it.";
            }
        }

        return null;
    }

    private int? Find(string kind, int[] hosts, Func<int, bool> isOff)
    {
        int largest = hosts.SelectMany(_model.ResidentsOf).Select(machine => Count(machine, kind)).DefaultIfEmpty(0).Max();
        var left = hosts.Where(host => !isOff(host)).ToLookup(host => _domainOf[host], host => Free(host, kind) / Math.Max(1, largest));
        int places = left.Sum(domain => domain.Sum());
        foreach (var lost in Losses(kind, hosts))
        {
            // Where each could be the largest of them and finds a place, nothing has to be fitted.
            var homeless = hosts.Where(host => lost.Contains(_domainOf[host])).SelectMany(_model.ResidentsOf)
                .Where(machine => Count(machine, kind) > 0).ToList();
            if (places - lost.Sum(domain => left[domain].Sum()) < homeless.Count
                && Homeless(kind, hosts, homeless, lost, isOff) is { } machine && Homeless(kind, hosts, homeless, lost, _ => false) is null)
            {
                return machine;
            }
        }

        return null;
    }

    // Each domain with a machine of the kind, together with those that hold most of it where several may be lost.
    private IEnumerable<HashSet<int>> Losses(string kind, int[] hosts)
    {
        var used = hosts
            .GroupBy(host => _domainOf[host], host => _model.ResidentsOf(host).Sum(machine => Count(machine, kind)))
            .Select(domain => (Domain: domain.Key, Used: domain.Sum())).Where(domain => domain.Used > 0)
            .OrderByDescending(domain => domain.Used).ThenBy(domain => domain.Domain).Select(domain => domain.Domain).ToList();

        return used.Select(domain => (HashSet<int>)
            [domain, .. used.Where(other => other != domain).Take(_model.Policy.SpareFaultDomains - 1)]);
    }

    // First fit, most devices first.
    private int? Homeless(string kind, int[] hosts, List<int> machines, HashSet<int> lost, Func<int, bool> isOff)
    {
        int[] free =
        [
            .. hosts.Where(host => !lost.Contains(_domainOf[host]) && !isOff(host)).Select(host => Free(host, kind)).OrderDescending(),
        ];
        foreach (int machine in machines.OrderByDescending(machine => Count(machine, kind)).ThenBy(machine => machine))
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

    private int[] HostsWith(string kind) =>
        [.. Enumerable.Range(0, _domainOf.Length).Where(host => _model.Fleet.Hosts[host].Devices[kind] > 0)];

    // Of hosts that could not take a machine nothing is free.
    private int Free(int host, string kind) => _model.IsOn(host) && _isRefuge(host)
        ? Math.Max(0, _model.Fleet.Hosts[host].Devices[kind] - _model.ResidentsOf(host).Sum(machine => Count(machine, kind)))
        : 0;

    private int Count(int machine, string kind) => _model.Fleet.VirtualMachines[machine].Devices[kind];
}
