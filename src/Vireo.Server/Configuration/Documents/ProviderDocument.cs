using Vireo.Adapters.Libvirt;
using Vireo.Adapters.Probing;
using Vireo.Adapters.VSphere;
using Vireo.Server.Configuration.Forms;
using Vireo.Server.Configuration.Scenarios;
using Vireo.Simulation;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Provider</c>: a hypervisor system, simulated or reached through libvirt or vSphere.</summary>
internal static class ProviderDocument
{
    private static readonly ChoiceForm<ProviderType> Type = new(
        [("simulation", ProviderType.Simulation), ("libvirt", ProviderType.Libvirt), ("vsphere", ProviderType.VSphere)]);

    private static readonly ChoiceForm<MigrationMethod> Migration = new(
    [
        ("live", MigrationMethod.Live),
        ("postCopy", MigrationMethod.PostCopy),
        ("paused", MigrationMethod.Paused),
    ]);

    private static readonly ChoiceForm<ScenarioKind> Scenario = new(
    [
        ("demo", ScenarioKind.Demo),
        ("planetlab", ScenarioKind.PlanetLab),
        ("bitbrains", ScenarioKind.Bitbrains),
        ("traces", ScenarioKind.Traces),
    ]);

    public static MappingForm<ProviderSettings> Form { get; } =
        new MappingForm<ProviderSettings>("Provider", new ProviderSettings())
            .Required("name", "Names the provider and its cluster.", Values.Name,
                provider => provider.Name, (provider, name) => provider with { Name = name })
            .Required("type", "Which kind of system.", Type, provider => provider.Type, (provider, type) => provider with { Type = type })
            .Key("policy", "The name of the policy in force; not needed where there is one policy only.", Values.Name,
                provider => provider.Policy.Length == 0 ? null : provider.Policy,
                (provider, policy) => provider with { Policy = policy })
            .Key("scenario", "Which fleet is simulated.", Scenario,
                provider => provider.Simulation.Scenario,
                (provider, value) => With(provider, s => s with { Scenario = value }))
            .Key("traces", "File or folder with recorded load; relative to this file.", new TextForm("a path"),
                provider => provider.Simulation.Traces, (provider, value) => With(provider, s => s with { Traces = value }))
            .Key("speed", "Virtual seconds per real second.", new NumberForm(0.1, 100_000),
                provider => provider.Simulation.Speed, (provider, value) => With(provider, s => s with { Speed = value }))
            .Key("warmUp", "Virtual time that passes flat out at the start.", Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(60)),
                provider => provider.Simulation.WarmUp, (provider, value) => With(provider, s => s with { WarmUp = value }))
            .Optional<int>("hosts", "How many hosts.", new IntegerForm(1, 20_000),
                provider => provider.Simulation.Hosts, (provider, value) => With(provider, s => s with { Hosts = value }))
            .Optional<int>("vms", "How many virtual machines at most.", new IntegerForm(1, 200_000),
                provider => provider.Simulation.Vms, (provider, value) => With(provider, s => s with { Vms = value }))
            .Key("seed", "Of everything random: the same seed gives the same fleet.", new IntegerForm(0, int.MaxValue),
                provider => provider.Simulation.Seed, (provider, value) => With(provider, s => s with { Seed = value }))
            .Key("faults", "What goes wrong in a simulation, each once, in hours since its first start.",
                new ListForm<ScheduledFault>(ScheduledFaultForm.Form),
                provider => provider.Simulation.Faults, (provider, value) => With(provider, s => s with { Faults = value }))
            .Key("connections", "The hosts that are reached through libvirt.",
                new ListForm<LibvirtHostSettings>(LibvirtHostForm.Form, host => host.Name),
                provider => provider.Libvirt.Hosts, (provider, value) => With(provider, s => s with { Hosts = value }))
            .Key("acts", "Whether Vireo may act; without it, connections are read-only.", Values.Flag,
                provider => provider.Libvirt.Acts || provider.VSphere.Acts,
                (provider, value) => With(provider, s => s with { Acts = value }, s => s with { Acts = value }))
            .Key("sharedFolders", "Folders that all hosts see under the same path; machines with disks elsewhere do not move.",
                new ListForm<string>(new TextForm("an absolute path"), folder => folder),
                provider => provider.Libvirt.SharedFolders, (provider, value) => With(provider, s => s with { SharedFolders = value }))
            .Key("storagePool", "The storage pool of each host in which the disks of new machines lie.", Values.Name,
                provider => provider.Libvirt.StoragePool, (provider, value) => With(provider, s => s with { StoragePool = value }))
            .Key("probes", "What is asked of the machines' services all the time: response times, errors and lost packets.",
                new ListForm<Probe>(ProbeForm.Form, ProbeForm.NameOf),
                provider => provider.Libvirt.Probes, (provider, value) => With(provider, s => s with { Probes = value }))
            .Key("migration", "How machines move.", Migration,
                provider => provider.Libvirt.Migration, (provider, value) => With(provider, s => s with { Migration = value }))
            .Key("sampleEvery", "Time between measurements.", Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
                provider => OfHypervisor(provider, s => s.SampleEvery, s => s.SampleEvery),
                (provider, value) => With(provider, s => s with { SampleEvery = value }, s => s with { SampleEvery = value }))
            .Key("decideEvery", "Time between decisions, and the step of the forecast.",
                Values.Duration(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
                provider => OfHypervisor(provider, s => s.DecideEvery, s => s.DecideEvery),
                (provider, value) => With(provider, s => s with { DecideEvery = value }, s => s with { DecideEvery = value }))
            .Key("deadline", "How long a host or server may take over one call.", Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
                provider => OfHypervisor(provider, s => s.Deadline, s => s.Deadline),
                (provider, value) => With(provider, s => s with { Deadline = value }, s => s with { Deadline = value }))
            .Key("url", "Where vSphere's API answers, such as https://vcenter.example/sdk.", new TextForm("an address such as https://vcenter.example/sdk"),
                provider => provider.VSphere.Url.Length == 0 ? null : provider.VSphere.Url,
                (provider, value) => With(provider, s => s with { Url = WithPath(value) }))
            .Key("user", "Who logs in to vSphere.", new TextForm("a user such as vireo@vsphere.local"),
                provider => provider.VSphere.Account.User.Length == 0 ? null : provider.VSphere.Account.User,
                (provider, value) => With(provider, s => s with { Account = s.Account with { User = value } }))
            .Key("passwordFile", "A file that holds the password; relative to this file.", new TextForm("a path"),
                provider => provider.VSphere.Account.PasswordFile.Length == 0 ? null : provider.VSphere.Account.PasswordFile,
                (provider, value) => With(provider, s => s with { Account = s.Account with { PasswordFile = value } }))
            .Key("passwordVariable", "The environment variable that holds the password, instead of a file.", Values.Name,
                provider => provider.VSphere.Account.PasswordVariable.Length == 0 ? null : provider.VSphere.Account.PasswordVariable,
                (provider, value) => With(provider, s => s with { Account = s.Account with { PasswordVariable = value } }))
            .Key("tokenFile", "A file that holds a bearer token of vCenter Single Sign-On, instead of a password.", new TextForm("a path"),
                provider => provider.VSphere.Account.TokenFile.Length == 0 ? null : provider.VSphere.Account.TokenFile,
                (provider, value) => With(provider, s => s with { Account = s.Account with { TokenFile = value } }))
            .Key("certificateFile", "A PEM file with the certificate of an extension, instead of a password.", new TextForm("a path"),
                provider => provider.VSphere.Account.CertificateFile.Length == 0 ? null : provider.VSphere.Account.CertificateFile,
                (provider, value) => With(provider, s => s with { Account = s.Account with { CertificateFile = value } }))
            .Key("keyFile", "A PEM file with the certificate's key, where it is not in the same file.", new TextForm("a path"),
                provider => provider.VSphere.Account.KeyFile.Length == 0 ? null : provider.VSphere.Account.KeyFile,
                (provider, value) => With(provider, s => s with { Account = s.Account with { KeyFile = value } }))
            .Key("extension", "The extension of vCenter that the certificate was registered for.", new TextForm("a key such as org.example.vireo"),
                provider => provider.VSphere.Account.Extension.Length == 0 ? null : provider.VSphere.Account.Extension,
                (provider, value) => With(provider, s => s with { Account = s.Account with { Extension = value } }))
            .Key("thumbprint", "SHA-256 of the server's certificate; left out, it is verified.", new TextForm("64 hexadecimal digits"),
                provider => provider.VSphere.Thumbprint.Length == 0 ? null : provider.VSphere.Thumbprint,
                (provider, value) => With(provider, s => s with { Thumbprint = value }))
            .Key("cluster", "Which cluster of vSphere, by name or as datacenter/cluster; not needed where there is one.", new TextForm("a cluster"),
                provider => provider.VSphere.Cluster.Length == 0 ? null : provider.VSphere.Cluster,
                (provider, value) => With(provider, s => s with { Cluster = value }))
            .Key("movesDespiteDrs", "Whether Vireo moves machines although DRS moves them by itself.", Values.Flag,
                provider => provider.VSphere.MovesDespiteDrs, (provider, value) => With(provider, s => s with { MovesDespiteDrs = value }))
            .Key("ovn", "Where the network of the cluster is managed, in OVN; left out, networks are not carried out there.", OvnForm.Form,
                provider => provider.Ovn, (provider, ovn) => provider with { Ovn = ovn })
            .Check("ovn", provider => provider is { Type: ProviderType.Simulation, Ovn: not null }
                ? "A simulated cluster has a simulated network; 'ovn' belongs to providers of type libvirt and vsphere."
                : null)
            .Check("type", provider => provider.Type switch
            {
                ProviderType.VSphere when WhatIsMissing(provider.VSphere) is { } missing => missing,
                ProviderType.VSphere when provider.Simulation != new SimulationSettings() =>
                    "A provider of type vsphere takes no keys of a simulation, such as 'scenario'.",
                ProviderType.VSphere when Own(provider.Libvirt) != new LibvirtSettings() =>
                    "A provider of type vsphere takes no keys of libvirt, such as 'connections'.",
                not ProviderType.VSphere when Own(provider.VSphere) != new VSphereSettings() =>
                    "Only a provider of type vsphere takes keys of vSphere, such as 'url'.",
                ProviderType.Libvirt when provider.Libvirt.Hosts.IsEmpty =>
                    "A provider of type libvirt needs 'connections': a list of hosts, each with 'name' and 'uri'.",
                ProviderType.Libvirt when provider.Simulation != new SimulationSettings() =>
                    "A provider of type libvirt takes no keys of a simulation, such as 'scenario'.",
                ProviderType.Simulation when provider.Libvirt != new LibvirtSettings() =>
                    "A provider of type simulation takes no keys of libvirt, such as 'connections'.",
                _ => null,
            })
            .Check("url", provider => provider.VSphere.Url.Length == 0
                || (Uri.TryCreate(provider.VSphere.Url, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0)
                    ? null
                    : "Expected an https address without user and password, such as https://vcenter.example/sdk.")
            .Check("thumbprint", provider => provider.VSphere.Thumbprint.Length == 0 || VSphereSettings.IsThumbprint(provider.VSphere.Thumbprint)
                ? null
                : "Expected the SHA-256 thumbprint of a certificate: 64 hexadecimal digits, with or without colons.")
            .Check("traces", provider => (provider.Simulation.Scenario, provider.Simulation.Traces) switch
            {
                (ScenarioKind.Demo, not null) => "The scenario 'demo' generates its load; leave 'traces' out.",
                (not ScenarioKind.Demo, null) => "This scenario replays recorded load; the key 'traces' says where it is.",
                _ => null,
            });

    private static string? WhatIsMissing(VSphereSettings vsphere) => vsphere switch
    {
        { Account: { TokenFile.Length: 0, CertificateFile.Length: 0 } } when vsphere.Url.Length == 0 || vsphere.Account.User.Length == 0 =>
            "A provider of type vsphere needs 'url' and 'user'.",
        { Url.Length: 0 } => "A provider of type vsphere needs 'url'.",
        { Account.Ways: not 1 } =>
            "A provider of type vsphere needs its password from 'passwordFile' or from 'passwordVariable', or 'tokenFile' or " +
            "'certificateFile' in its place: one of them.",
        { Account: { CertificateFile.Length: > 0, Extension.Length: 0 } } or { Account: { CertificateFile.Length: 0, Extension.Length: > 0 } } =>
            "'certificateFile' and 'extension' belong together.",
        { Account: { CertificateFile.Length: 0, KeyFile.Length: > 0 } } => "'keyFile' belongs to 'certificateFile'.",
        _ => null,
    };

    // Some keys are the same for every hypervisor; they are set for all, and the type says who takes them.
    private static ProviderSettings With(
        ProviderSettings provider, Func<LibvirtSettings, LibvirtSettings> libvirt, Func<VSphereSettings, VSphereSettings> vsphere) =>
        provider with { Libvirt = libvirt(provider.Libvirt), VSphere = vsphere(provider.VSphere) };

    private static TimeSpan OfHypervisor(
        ProviderSettings provider, Func<LibvirtSettings, TimeSpan> libvirt, Func<VSphereSettings, TimeSpan> vsphere) =>
        provider.Type == ProviderType.VSphere ? vsphere(provider.VSphere) : libvirt(provider.Libvirt);

    private static LibvirtSettings Own(LibvirtSettings settings)
    {
        var usual = new LibvirtSettings();

        return settings with
        {
            Acts = usual.Acts,
            SampleEvery = usual.SampleEvery,
            DecideEvery = usual.DecideEvery,
            Deadline = usual.Deadline,
        };
    }

    private static VSphereSettings Own(VSphereSettings settings)
    {
        var usual = new VSphereSettings();

        return settings with
        {
            Acts = usual.Acts,
            SampleEvery = usual.SampleEvery,
            DecideEvery = usual.DecideEvery,
            Deadline = usual.Deadline,
        };
    }

    private static string WithPath(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath == "/" ? new Uri(address, "/sdk").ToString() : url;

    private static ProviderSettings With(ProviderSettings provider, Func<VSphereSettings, VSphereSettings> change) =>
        provider with { VSphere = change(provider.VSphere) };

    private static ProviderSettings With(ProviderSettings provider, Func<LibvirtSettings, LibvirtSettings> change) =>
        provider with { Libvirt = change(provider.Libvirt) };

    private static ProviderSettings With(ProviderSettings provider, Func<SimulationSettings, SimulationSettings> change) =>
        provider with { Simulation = change(provider.Simulation) };
}
