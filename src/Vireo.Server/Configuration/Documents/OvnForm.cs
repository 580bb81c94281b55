using Vireo.Adapters.Ovn;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>ovn:</c> of a provider: where the network of its cluster is managed.</summary>
internal static class OvnForm
{
    public static MappingForm<OvnSettings> Form { get; } =
        new MappingForm<OvnSettings>("OVN's northbound database", new OvnSettings(""))
            .Required("northbound", "unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT; of a cluster all, with commas between.",
                new TextForm("an endpoint such as tcp:10.0.0.2:6641"),
                ovn => ovn.Endpoints, (ovn, endpoints) => ovn with { Endpoints = endpoints })
            .Key("owner", "Rows that carry this word are ours; two managers of one database use two.", Values.Name,
                ovn => ovn.Owner, (ovn, owner) => ovn with { Owner = owner })
            .Key("authorityFile", "For ssl: the authority's certificate, PEM.", new TextForm("a path"),
                ovn => ovn.AuthorityFile, (ovn, path) => ovn with { AuthorityFile = path })
            .Key("certificateFile", "For ssl: our certificate, PEM.", new TextForm("a path"),
                ovn => ovn.CertificateFile, (ovn, path) => ovn with { CertificateFile = path })
            .Key("keyFile", "For ssl: the key of our certificate, PEM.", new TextForm("a path"),
                ovn => ovn.KeyFile, (ovn, path) => ovn with { KeyFile = path })
            .Key("confirmWithin", "How long a stage may take until all hosts have carried it out.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
                ovn => ovn.ConfirmWithin, (ovn, time) => ovn with { ConfirmWithin = time })
            .Check("northbound", ovn => OvnSettings.WhyNot(ovn.Endpoints));
}
