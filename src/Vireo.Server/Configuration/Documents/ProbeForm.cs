using System.Net;
using Vireo.Adapters.Probing;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One question to the services of machines.</summary>
internal static class ProbeForm
{
    private static readonly ChoiceForm<ProbeKind> Kinds = new(
        [("http", ProbeKind.Http), ("tcp", ProbeKind.Tcp), ("icmp", ProbeKind.Icmp)]);

    private static readonly ListForm<string> Names = new(new TextForm("a name, with * for any text"), name => name);

    public static MappingForm<Probe> Form { get; } =
        new MappingForm<Probe>("a probe", new Probe())
            .Required("names", "Names of the machines that are asked; * stands for any text.", Names,
                probe => probe.Names, (probe, names) => probe with { Names = names })
            .Key("type", "http: a path answers with a status below 400; tcp: a port accepts connections; icmp: the machine answers an echo.",
                Kinds, probe => probe.Kind, (probe, kind) => probe with { Kind = kind })
            .Optional<int>("port", "For http and tcp.", new IntegerForm(1, 65_535),
                probe => probe.Port == 0 ? null : probe.Port, (probe, port) => probe with { Port = port })
            .Key("path", "For http, such as /healthz.", new TextForm("a path"),
                probe => probe.Path.Length == 0 ? null : probe.Path, (probe, path) => probe with { Path = path })
            .Key("address", "Where one machine is asked; left out, at its own address as user data, a lease, the guest's agent " +
                "or the host's neighbours tell it.", new TextForm("an IP address"),
                probe => probe.Address.Length == 0 ? null : probe.Address, (probe, address) => probe with { Address = address })
            .Key("every", "Time between two questions to a machine, on average.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
                probe => probe.Every, (probe, every) => probe with { Every = every })
            .Key("within", "Time after which no answer is a failure.",
                Values.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
                probe => probe.Within, (probe, within) => probe with { Within = within })
            .Check("names", probe => probe.Names.IsEmpty ? "A probe asks somebody; name a machine, or * for all." : null)
            .Check("port", probe => (probe.Kind == ProbeKind.Icmp) != (probe.Port == 0)
                ? probe.Port == 0 ? "A probe of type http or tcp needs the key 'port'." : "A probe of type icmp asks no port; leave it out."
                : null)
            .Check("path", probe => (probe.Kind == ProbeKind.Http) != probe.Path.StartsWith('/')
                ? probe.Kind == ProbeKind.Http
                    ? "A probe of type http needs the key 'path', beginning with '/'." : "Only probes of type http ask a path; leave it out."
                : null)
            .Check("address", probe => probe.Address.Length == 0 ? null
                : !IPAddress.TryParse(probe.Address, out _) ? $"'{probe.Address}' is no IP address."
                : probe.Names is not [var only] || only.Contains('*', StringComparison.Ordinal)
                    ? "An address belongs to one machine: name it without '*', or leave the address out." : null);

    /// <summary>What tells probes apart.</summary>
    public static string NameOf(Probe probe) => $"{string.Join(',', probe.Names)} {probe.Kind} {probe.Port} {probe.Path}";
}
