using Vireo.Adapters.Libvirt;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One host of a provider of type libvirt.</summary>
internal static class LibvirtHostForm
{
    private static readonly TextForm Address = new("an address of libvirt, such as qemu+ssh://root@host/system");

    public static MappingForm<LibvirtHostSettings> Form { get; } =
        new MappingForm<LibvirtHostSettings>("a libvirt host", new LibvirtHostSettings())
            .Required("name", "What the host is called; also its identifier, so it should stay the same.", Values.Name,
                host => host.Name, (host, name) => host with { Name = name })
            .Required("uri", "Where its libvirt answers.", Address, host => host.Uri, (host, uri) => host with { Uri = uri })
            .Key("peerUri", "Where the other hosts reach its libvirt for migrations, when that is another address.", Address,
                host => host.PeerUri, (host, uri) => host with { PeerUri = uri })
            .Optional<double>("cores", "Cores that guests may use; with it, the host's load is that of its guests.",
                new NumberForm(0.01, 100_000), host => host.Cores, (host, cores) => host with { Cores = cores })
            .Optional<double>("memory", "Memory that guests may use, such as 64GiB.", new AmountForm(),
                host => host.Memory?.Value, (host, bytes) => host with { Memory = new MemoryBytes((long)bytes) })
            .Optional<double>("link", "Bytes per second of the link that carries migrations.", new AmountForm(),
                host => host.Link?.Value, (host, bytes) => host with { Link = new BytesPerSecond(bytes) })
            .Key("faultDomain", "Rack, power feed or site whose loss takes the host with it.", Values.Name,
                host => host.FaultDomain.Length == 0 ? null : host.FaultDomain, (host, name) => host with { FaultDomain = name });
}
