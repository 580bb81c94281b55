using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Puts the readings of all hosts together to one inventory, in which each machine stands once.</summary>
internal static class LibvirtInventory
{
    // libvirt knows no power draw: what an ordinary two-socket server takes, so that hosts compare by their load.
    private static readonly PowerCurve OrdinaryServer = new([100, 300]);

    /// <summary>The inventory. A host that does not answer keeps what it last said and counts as unreachable.</summary>
    public static ProviderInventory Assemble(
        ProviderId provider, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts, DateTimeOffset at)
    {
        var read = hosts.Where(host => host.Last is not null).ToList();

        return new ProviderInventory(
            at,
            [.. read.Select(host => ShowHost(provider, host, host.Last!))],
            [.. Places(read).Select(place => ShowMachine(provider, settings, hosts, place))])
        {
            Images = ImagesOf(hosts),
        };
    }

    // Domains that rest can be copied. A host that is silent may have others.
    private static ImmutableArray<string>? ImagesOf(IReadOnlyList<LibvirtHost> hosts) =>
        hosts.Any(host => host.Last is null || host.Trouble.Length > 0)
            ? null
            :
            [
                .. Places(hosts).Where(place => place.Domain is { IsActive: false, IsSaved: false, Origin: null })
                    .Select(place => place.Domain.Reading.Name).Order(StringComparer.Ordinal),
            ];

    /// <summary>Where each machine is, by identity.</summary>
    public static IEnumerable<MachinePlace> Places(IEnumerable<LibvirtHost> hosts) => hosts
        .Where(host => host.Last is not null)
        .SelectMany(host => host.Last!.Domains.Select(domain => (Host: host, Domain: domain)))
        .GroupBy(found => found.Domain.Reading.Uuid, StringComparer.Ordinal)
        .Select(copies => Decide([.. copies.Select(copy => (copy.Host, copy.Domain))]));

    // Of several copies the one that runs is the machine. The others are a definition that was left behind, what a host
    // last said before it went silent, or the empty shell of a migration under way.
    private static MachinePlace Decide(ImmutableArray<(LibvirtHost Host, DomainFacts Domain)> copies)
    {
        var ordered = copies
            .OrderByDescending(copy => copy.Host.Trouble.Length == 0)
            .ThenByDescending(copy => copy.Domain.IsActive && !copy.Domain.IsArriving)
            .ThenByDescending(copy => copy.Domain.IsActive)
            .ThenBy(copy => copy.Host.Id)
            .ToList();
        int running = ordered.Count(copy =>
            copy.Host.Trouble.Length == 0 && copy.Domain.Reading.State is DomainState.Running or DomainState.Blocked);

        return new MachinePlace(ordered[0].Host, ordered[0].Domain, RunsTwice: running > 1, Copies: ordered.Count);
    }

    private static Host ShowHost(ProviderId provider, LibvirtHost host, HostReading reading)
    {
        double cores = host.Settings.Cores ?? reading.Hardware.Cpus;

        return new Host(
            host.Id, host.Settings.Name, provider, new ClusterId(provider.Value),
            host.Trouble.Length == 0 ? HostState.On : host.Life.IsFenced ? HostState.Failed : HostState.Unreachable,
            IsInMaintenance: false,
            Cores: (int)Math.Ceiling(cores),
            new CpuMhz(cores * reading.Mhz),
            host.Settings.Memory ?? new MemoryBytes(reading.Hardware.MemoryBytes),
            host.Settings.Link ?? BytesPerSecond.Zero,
            OrdinaryServer,
            host.Settings.FaultDomain.Length > 0 ? host.Settings.FaultDomain : host.Settings.Name,
            Model(reading))
        {
            StaysOn = true,
            CpuFeatures = reading.Capabilities.Cpu,
            Silence = host.Life.IsFenced ? null : host.Silence,
            Numa = reading.Capabilities.Numa,
        };
    }

    private static string Model(HostReading reading) =>
        $"{reading.Capabilities.Driver} on {reading.Hardware.Model}" +
        (reading.Capabilities.Numa is { Nodes.Length: > 1 } numa ? $", {numa.Nodes.Length} NUMA nodes" : "");

    private static VirtualMachine ShowMachine(
        ProviderId provider, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts, MachinePlace place)
    {
        var domain = place.Domain;

        return new VirtualMachine(
            domain.Id, domain.Reading.Name, provider, new ClusterId(provider.Value), place.Host.Id,
            place.Host.Life.IsFenced && domain.IsActive ? PowerState.Failed : PowerOf(domain), domain.Cores,
            new CpuMhz(domain.Cores * place.Host.Last!.Mhz), new MemoryBytes(domain.MemoryBytes),
            DomainMobility.Of(place, settings, hosts), GroupOf(domain.Origin), PoolOf(domain.Origin))
        {
            Live = LiveOf(domain),
            Agent = domain.IsActive ? place.Host.Guests?.Find(domain.Reading.Uuid)?.Agent : null,
            CpuFeatures = domain.Description is { UsesHostCpu: true } ? place.Host.Last!.Capabilities.Cpu : default,
            Template = domain.Origin is { Template: { Length: > 0 } template } ? new VmTemplateId(template) : null,
            TemplateVersion = domain.Origin?.Version,
            Deployment = domain.Origin is { Deployment: { Length: > 0 } deployment } ? new DeploymentId(deployment) : null,
            Guest = domain.Origin?.Guest ?? GuestState.Unknown,
            Snapshots = domain.Description?.Snapshots ?? default,
        };
    }

    private static VmGroupId? GroupOf(DomainOrigin? origin) =>
        origin is { Group: { Length: > 0 } group } ? new VmGroupId(group) : null;

    private static ResourcePoolId? PoolOf(DomainOrigin? origin) =>
        origin is { Pool: { Length: > 0 } pool } ? new ResourcePoolId(pool) : null;

    /// <summary>What a domain's state means.</summary>
    internal static PowerState PowerOf(DomainFacts domain) => (domain.Reading.State, domain.Reading.Reason) switch
    {
        _ when domain.Origin is { IsMade: false } => PowerState.Creating,
        (DomainState.Running or DomainState.Blocked or DomainState.ShuttingDown or DomainState.None, _) => PowerState.On,
        _ when domain.IsArriving => PowerState.On,
        (DomainState.Paused or DomainState.Asleep, _) => PowerState.Suspended,
        _ when domain.IsSaved => PowerState.Suspended,
        (DomainState.Crashed, _) => PowerState.Failed,

        // virDomainShutoffReason: crashed, and failed to start.
        (DomainState.Off, 3 or 6) => PowerState.Failed,
        (DomainState.Off, _) => PowerState.Off,

        // A state that only a newer libvirt knows: what may run must not be started elsewhere.
        _ => PowerState.On,
    };

    private static LiveResize LiveOf(DomainFacts domain) => domain.Description is not { } described || !domain.IsActive
        ? LiveResize.None
        : (domain.Cores < described.MaximumCores ? LiveResize.MoreCores : LiveResize.None) |
          (described.HasBalloon ? LiveResize.LessMemory : LiveResize.None) |
          (described.HasBalloon && domain.MemoryBytes < described.MaximumMemoryBytes ? LiveResize.MoreMemory : LiveResize.None);
}
