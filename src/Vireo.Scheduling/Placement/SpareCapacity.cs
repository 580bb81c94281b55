using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Whether the running hosts can restart the machines of any lost fault domain (S6, S7): memory machine by
/// machine, CPU at median demand as a sum, devices by kind.</summary>
internal sealed class SpareCapacity
{
    private readonly FleetModel _model;
    private readonly Dictionary<int, string> _failing;
    private readonly double _riseMhz;
    private readonly int[] _domainOf;
    private readonly string[] _domainNames;
    private readonly DeviceSpare _devices;

    /// <summary>Groups the hosts by fault domain; a host without one is its own. Where all hosts share one domain
    /// nothing could ever absorb its loss: then each host counts by itself.</summary>
    /// <param name="model">Who is where.</param>
    /// <param name="failing">Hosts that are likely to fail: they carry machines but are no refuge.</param>
    /// <param name="riseMhz">How far demand may rise above its mean within the horizon: counted before a host is switched
    /// off, not where one is woken.</param>
    public SpareCapacity(FleetModel model, Dictionary<int, string> failing, double riseMhz)
    {
        _riseMhz = riseMhz;
        _model = model;
        _failing = failing;
        bool isOneDomain = model.Fleet.Hosts.Select(host => host.FaultDomain).Distinct().Count() == 1;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        _domainOf = new int[model.Fleet.Hosts.Length];
        for (int host = 0; host < _domainOf.Length; host++)
        {
            var noun = model.Fleet.Hosts[host];
            string name = noun.FaultDomain.Length > 0 && !isOneDomain ? noun.FaultDomain : noun.Id.Value;
            names.TryAdd(name, names.Count);
            _domainOf[host] = names[name];
        }

        _devices = new DeviceSpare(model, _domainOf, host => model.CanReceive(host) && !failing.ContainsKey(host));
        _domainNames = [.. names.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
    }

    /// <summary>What would be missing if the worst domains were lost at the worst moment of the horizon and some hosts
    /// switched off; null when nothing.</summary>
    /// <param name="isOff">Hosts that this plan switches off.</param>
    public string? Shortage(Func<int, bool> isOff) => Find(isOff, isTrustedOnly: false) ?? _devices.Shortage(isOff);

    /// <summary>Why a host stays on for its free devices; null when it need not.</summary>
    public string? WhyKeptForDevices(int host) => _devices.Shortage(other => other == host);

    /// <summary>The same as things stand, counting only demand that was measured: assumed demand wakes no host
    /// (S28).</summary>
    public string? TrustedShortage() => Find(_ => false, isTrustedOnly: true);

    /// <summary>Whether the memory of every lost domain would find room as things stand (S6): what no wanted move may
    /// change.</summary>
    public bool Holds()
    {
        if (_model.Policy.SpareFaultDomains <= 0)
        {
            return true;
        }

        var refuge = new Refuge(_domainNames);
        for (int host = 0; host < _domainOf.Length; host++)
        {
            if (_model.IsOn(host))
            {
                var noun = _model.Fleet.Hosts[host];
                long capacity = (long)(noun.MemoryCapacity.Value * _model.Policy.MemoryOvercommit);
                refuge.Count(
                    _domainOf[host], noun.CanReceive ? capacity - _model.MemoryOn(host) : null, freeMhz: null, usedMhz: 0,
                    _model.ResidentsOf(host).Select(machine => _model.Fleet.VirtualMachines[machine].Memory.Value));
            }
        }

        return refuge.Absorbs(_model.Policy.SpareFaultDomains);
    }

    private string? Find(Func<int, bool> isOff, bool isTrustedOnly)
    {
        if (_model.Policy.SpareFaultDomains <= 0)
        {
            return null;
        }

        var refuge = new Refuge(_domainNames);
        for (int host = 0; host < _domainOf.Length; host++)
        {
            if (_model.IsOn(host) && !isOff(host))
            {
                Count(host, refuge, isTrustedOnly);
            }
        }

        return refuge.Shortage(_model.Policy.SpareFaultDomains, isTrustedOnly ? 0 : _riseMhz);
    }

    private void Count(int host, Refuge refuge, bool isTrustedOnly)
    {
        var noun = _model.Fleet.Hosts[host];
        bool isRefuge = _model.CanReceive(host) && !_failing.ContainsKey(host);
        double ratio = _model.MeanRatio(host) - (isTrustedOnly ? _model.UnknownRatio(host) : 0);
        long capacity = (long)(noun.MemoryCapacity.Value * _model.Policy.MemoryOvercommit);
        refuge.Count(
            _domainOf[host],
            isRefuge ? capacity - _model.MemoryOn(host) : null,
            isRefuge ? noun.CpuCapacity.Value * (1 - ratio) : null,
            noun.CpuCapacity.Value * ratio,
            _model.ResidentsOf(host).Select(machine => _model.Fleet.VirtualMachines[machine].Memory.Value));
    }
}
