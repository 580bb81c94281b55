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
                host => host.FaultDomain.Length == 0 ? null : host.FaultDomain, (host, name) => host with { FaultDomain = name })
            .Key("watch", "Another way to the host that answers as long as it lives, such as 10.0.0.11:22.",
                new TextForm("a host and port, such as 10.0.0.11:22"),
                host => host.Watch.Length == 0 ? null : host.Watch, (host, address) => host with { Watch = address })
            .Key("fence", "The program, and its arguments, that switches the host off from outside; it ends with 0 only when that is certain.",
                new ListForm<string>(new TextForm("a program or argument")),
                host => host.Fence, (host, words) => host with { Fence = words })
            .Check("watch", host => host.Watch.Length == 0 ? null : LibvirtHostSettings.WhyNotWatch(host.Watch))
            .Check("fence", host => !host.Fence.IsEmpty && host.Watch.Length == 0
                ? "A host is fenced only when a second way to it is silent, too: name one by 'watch'."
                : null);
}
