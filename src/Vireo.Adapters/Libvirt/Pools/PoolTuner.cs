using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Tells hosts what their machines get, and only what has changed; remembers what a host cannot do.</summary>
internal sealed class PoolTuner
{
    private const double Nearly = 0.05;

    private readonly ConcurrentDictionary<(HostId Host, PoolResource Resource), string> _impossible = [];
    private readonly ConcurrentDictionary<string, (double In, double Out)> _network = [];
    private readonly ConcurrentDictionary<string, double> _disk = [];

    /// <summary>What hosts were found not to be able to limit.</summary>
    public IEnumerable<(HostId Host, PoolResource Resource)> Impossible => _impossible.Keys;

    /// <summary>Why a resource cannot be limited on a host; null where none was found.</summary>
    public string? Why(PoolResource resource) => _impossible.Where(one => one.Key.Resource == resource)
        .OrderBy(one => one.Key.Host).Select(one => $"'{one.Key.Host}' says: {one.Value}").FirstOrDefault();

    /// <summary>Sets what a machine gets and reads its weight and cap back (S20); false when it has stopped
    /// meanwhile.</summary>
    /// <exception cref="LibvirtException">The host refused weights or caps, or did not do what it was told.</exception>
    public bool Tune(HostId host, LibvirtConnection connection, DomainFacts facts, MachineTuning tuning)
    {
        using var domain = connection.Find(facts.Reading.Uuid);
        if (domain is not { IsActive: true })
        {
            return false;
        }

        if (!domain.ReadCpuTuning().IsNear(tuning.Cpu))
        {
            domain.SetCpuTuning(tuning.Cpu);
            var seen = domain.ReadCpuTuning();
            if (!seen.IsNear(tuning.Cpu))
            {
                throw new LibvirtException(
                    LibvirtErrorCode.OperationInvalid,
                    $"'{facts.Reading.Name}' was to have {tuning.Cpu.Shares} shares and a quota of {tuning.Cpu.Quota?.ToString() ?? "none"}, " +
                    $"and has {seen.Shares} and {seen.Quota?.ToString() ?? "none"}.");
            }
        }

        LimitNetwork(host, domain, facts.Description, tuning.Network);
        LimitDisks(host, domain, facts.Description, tuning.Disk);

        return true;
    }

    /// <summary>Gives a machine that has left its pools the weight that it had, and takes away the limits that they
    /// had; those that people set by hand on what no pool limited stay.</summary>
    public void Release(
        HostId host, LibvirtDomain domain, DomainDescription? description, long shares, ImmutableArray<PoolClaim> left)
    {
        domain.SetCpuTuning(new CpuTuning(shares, null));
        if (left.Any(claim => claim.Terms.Network.Limit is not null))
        {
            SetNetwork(host, domain, description, null);
        }

        if (left.Any(claim => claim.Terms.Disk.Limit is not null))
        {
            SetDisks(host, domain, description, null);
        }
    }

    private void LimitNetwork(HostId host, LibvirtDomain domain, DomainDescription? description, (double In, double Out)? limit)
    {
        string uuid = domain.Uuid;
        bool isLimited = _network.TryGetValue(uuid, out var now);
        if (limit is null ? !isLimited : isLimited && IsNear(now.In, limit.Value.In) && IsNear(now.Out, limit.Value.Out))
        {
            return;
        }

        SetNetwork(host, domain, description, limit);
    }

    // Each interface gets its part: what one leaves the others cannot use.
    private void SetNetwork(HostId host, LibvirtDomain domain, DomainDescription? description, (double In, double Out)? limit)
    {
        foreach (string device in description?.Interfaces ?? [])
        {
            int devices = description!.Interfaces.Length;
            Try(host, PoolResource.Network, () => domain.SetBandwidth(
                device, Kibibytes(limit?.In / devices), Kibibytes(limit?.Out / devices)));
        }

        Remember(_network, domain.Uuid, limit);
    }

    private void LimitDisks(HostId host, LibvirtDomain domain, DomainDescription? description, double? limit)
    {
        string uuid = domain.Uuid;
        bool isLimited = _disk.TryGetValue(uuid, out double now);
        if (limit is null ? !isLimited : isLimited && IsNear(now, limit.Value))
        {
            return;
        }

        SetDisks(host, domain, description, limit);
    }

    // As the interfaces.
    private void SetDisks(HostId host, LibvirtDomain domain, DomainDescription? description, double? limit)
    {
        List<DomainDisk> disks = [.. description?.Disks.Where(disk => disk.Source.Length > 0) ?? []];
        foreach (var disk in disks)
        {
            Try(host, PoolResource.Disk, () => domain.SetDiskRate(
                disk.Target, limit is { } bytes ? (long)Math.Max(1, bytes / disks.Count) : 0));
        }

        Remember(_disk, domain.Uuid, limit);
    }

    // Once refused for good it is not asked again of this host.
    private void Try(HostId host, PoolResource resource, Action set)
    {
        if (_impossible.ContainsKey((host, resource)))
        {
            return;
        }

        try
        {
            set();
        }
        catch (LibvirtException refused) when (refused.Code is LibvirtErrorCode.Internal or LibvirtErrorCode.NoSupport
            or LibvirtErrorCode.ConfigurationUnsupported or LibvirtErrorCode.OperationUnsupported or LibvirtErrorCode.ArgumentUnsupported)
        {
            _impossible[(host, resource)] = refused.Message;
        }
    }

    private static void Remember<T>(ConcurrentDictionary<string, T> limits, string uuid, T? limit)
        where T : struct
    {
        if (limit is { } set)
        {
            limits[uuid] = set;
        }
        else
        {
            limits.TryRemove(uuid, out _);
        }
    }

    private static uint Kibibytes(double? bytes) => bytes is { } limited ? (uint)Math.Clamp(limited / 1024, 1, uint.MaxValue / 2) : 0;

    private static bool IsNear(double one, double two) => Math.Abs(one - two) <= Nearly * Math.Max(one, two);
}
