using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Whether the running hosts can restart the machines of any one lost fault domain (S6, S7).</summary>
internal sealed class SpareCapacity
{
    private readonly FleetModel _model;
    private readonly string[] _domainOf;

    /// <summary>Groups the hosts by fault domain; a host without one is its own. Where all hosts share one domain nothing could
    /// ever absorb its loss: then each host counts by itself.</summary>
    public SpareCapacity(FleetModel model)
    {
        _model = model;
        bool isOneDomain = model.Fleet.Hosts.Select(host => host.FaultDomain).Distinct().Count() == 1;
        _domainOf =
        [
            .. model.Fleet.Hosts.Select(host =>
                host.FaultDomain.Length > 0 && !isOneDomain ? host.FaultDomain : host.Id.Value),
        ];
    }

    /// <summary>The domains whose loss the hosts that stay on could not absorb, and by how much; null when all can.</summary>
    /// <param name="isOff">Hosts that this plan switches off.</param>
    public string? Shortage(Func<int, bool> isOff)
    {
        if (_model.Policy.SpareFaultDomains <= 0)
        {
            return null;
        }

        var domains = new Dictionary<string, Domain>(StringComparer.Ordinal);
        for (int host = 0; host < _domainOf.Length; host++)
        {
            if (!isOff(host) && _model.Fleet.Hosts[host].CanReceive)
            {
                var domain = domains.GetValueOrDefault(_domainOf[host]) ?? (domains[_domainOf[host]] = new Domain());
                Count(host, domain);
            }
        }

        return domains.Count == 0 ? null : Worst(domains);
    }

    private void Count(int host, Domain domain)
    {
        var noun = _model.Fleet.Hosts[host];
        long capacity = (long)(noun.MemoryCapacity.Value * _model.Policy.MemoryOvercommit);
        domain.FreeMemory += Math.Max(0, capacity - _model.MemoryOn(host));
        domain.FreeCpu += noun.CpuCapacity.Value * Math.Max(0, 1 - _model.MeanRatio(host));
        domain.UsedMemory += _model.MemoryOn(host);
        domain.UsedCpu += noun.CpuCapacity.Value * _model.MeanRatio(host);
    }

    private string? Worst(Dictionary<string, Domain> domains)
    {
        long freeMemory = domains.Values.Sum(domain => domain.FreeMemory);
        double freeCpu = domains.Values.Sum(domain => domain.FreeCpu);
        int losses = _model.Policy.SpareFaultDomains;
        var byMemory = domains.OrderByDescending(pair => pair.Value.UsedMemory + pair.Value.FreeMemory)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(losses).ToList();
        long memoryShort = byMemory.Sum(pair => pair.Value.UsedMemory + pair.Value.FreeMemory) - freeMemory;
        var byCpu = domains.OrderByDescending(pair => pair.Value.UsedCpu + pair.Value.FreeCpu)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(losses).ToList();
        double cpuShort = byCpu.Sum(pair => pair.Value.UsedCpu + pair.Value.FreeCpu) - freeCpu;

        return memoryShort > 0
            ? $"If fault domain '{byMemory[0].Key}' were lost, {memoryShort} bytes of memory would be missing."
            : cpuShort > 0 ? $"If fault domain '{byCpu[0].Key}' were lost, {cpuShort:0} MHz would be missing." : null;
    }

    private sealed class Domain
    {
        public long FreeMemory { get; set; }

        public long UsedMemory { get; set; }

        public double FreeCpu { get; set; }

        public double UsedCpu { get; set; }
    }
}
