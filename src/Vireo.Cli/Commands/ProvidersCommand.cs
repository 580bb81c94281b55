using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Providers;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo providers</c>: what is configured, whether it answers and what may be done there, and one
/// more.</summary>
internal static class ProvidersCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable output.", Recursive = true };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("providers", "Lists the hypervisor systems of a configuration, tests them and adds one.");
        command.Add(List());
        command.Add(Test());
        command.Add(Add());

        return command;
    }

    private static Argument<string[]> Files() => new("files")
    {
        Description = "Configuration files, or folders of .yaml files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static Command List()
    {
        var files = Files();
        var list = new Command(
            "list", "Lists the providers of configuration files. How those of a running server do says 'vireo status'.\n" +
            "Example: vireo providers list vireo.yaml")
        {
            files, Json,
        };
        list.SetAction(arguments =>
        {
            var providers = Load(arguments.GetRequiredValue(files));
            if (arguments.GetValue(Json))
            {
                WriteJson(providers.Select(provider => new
                {
                    provider.Name,
                    Type = ProviderProbe.TypeOf(provider),
                    Where = ProviderProbe.WhereIs(provider),
                    Acts = provider.VSphere.Acts || provider.Libvirt.Acts || provider.Type == ProviderType.Simulation,
                }));
            }
            else
            {
                foreach (var provider in providers)
                {
                    Console.WriteLine($"{provider.Name}  {ProviderProbe.TypeOf(provider)}  {ProviderProbe.WhereIs(provider)}");
                }
            }

            return ExitCode.Done;
        });

        return list;
    }

    private static Command Test()
    {
        var files = Files();
        var test = new Command(
            "test",
            "Reads each provider once and says what it has, what Vireo may do there and what is lacking. Changes nothing.\n" +
            "Example: vireo providers test vireo.yaml")
        {
            files, Json,
        };
        test.SetAction(async (arguments, stop) =>
        {
            var reports = new List<ProviderReport>();
            foreach (var provider in Load(arguments.GetRequiredValue(files)))
            {
                reports.Add(await ProviderProbe.AskAsync(provider, stop));
                if (!arguments.GetValue(Json))
                {
                    Say(reports[^1], provider);
                }
            }

            if (arguments.GetValue(Json))
            {
                WriteJson(reports);
            }

            return reports.TrueForAll(report => report.Answers) ? ExitCode.Done : ExitCode.Failed;
        });

        return test;
    }

    private static Command Add()
    {
        var file = new Argument<string>("file") { Description = "The configuration file that gets it; made where there is none." };
        var name = Text("--name", "Names the provider and its cluster in Vireo.", isRequired: true);
        var type = Text("--type", "vsphere or libvirt.", isRequired: true);
        type.AcceptOnlyFromAmong("vsphere", "libvirt");
        var url = Text("--url", "vSphere: where its API answers, such as https://vcenter.example/sdk.");
        var user = Text("--user", "vSphere: who logs in.");
        var passwordFile = Text("--password-file", "vSphere: a file that holds the password; relative to the configuration file.");
        var passwordVariable = Text("--password-variable", "vSphere: the environment variable that holds it.");
        var tokenFile = Text("--token-file", "vSphere: a file that holds a bearer token of Single Sign-On, instead of a password.");
        var certificateFile = Text("--certificate-file", "vSphere: a PEM file with an extension's certificate, instead of a password.");
        var keyFile = Text("--key-file", "vSphere: the certificate's key, where it is not in the same file.");
        var extension = Text("--extension", "vSphere: the extension that the certificate was registered for.");
        var thumbprint = Text("--thumbprint", "vSphere: SHA-256 of the server's certificate, to pin it.");
        var cluster = Text("--cluster", "vSphere: which cluster, where there are several.");
        var connections = new Option<string[]>("--connection") { Description = "libvirt: a host as NAME=URI; one for each." };
        var acts = new Option<bool>("--acts") { Description = "Whether Vireo may act; without, it only reads." };
        var untested = new Option<bool>("--no-test") { Description = "Write it without asking whether it answers." };
        var add = new Command(
            "add",
            "Adds a provider to a configuration file, after checking the whole and asking whether it answers. Passwords are named, never given.\n" +
            "Example: vireo providers add vireo.yaml --name east --type vsphere --url https://vcenter.example/sdk --user vireo@vsphere.local " +
            "--password-file vcenter.password")
        {
            file, name, type, url, user, passwordFile, passwordVariable, tokenFile, certificateFile, keyFile, extension, thumbprint, cluster,
            connections, acts, untested, Json,
        };
        add.SetAction(async (arguments, stop) =>
        {
            string Say(Option<string> option) => arguments.GetValue(option) ?? "";
            var entry = new ProviderEntry(Say(name), Say(type))
            {
                Keys =
                [
                    ("url", Say(url)), ("user", Say(user)), ("passwordFile", Say(passwordFile)),
                    ("passwordVariable", Say(passwordVariable)), ("tokenFile", Say(tokenFile)),
                    ("certificateFile", Say(certificateFile)), ("keyFile", Say(keyFile)), ("extension", Say(extension)),
                    ("thumbprint", Say(thumbprint)), ("cluster", Say(cluster)),
                    ("acts", arguments.GetValue(acts) ? "true" : ""),
                ],
                Connections = arguments.GetValue(connections) ?? [],
            };

            return await AddAsync(
                arguments.GetRequiredValue(file), entry, !arguments.GetValue(untested), arguments.GetValue(Json), stop);
        });

        return add;
    }

    private static async Task<int> AddAsync(
        string file, ProviderEntry entry, bool isTested, bool wantsJson, CancellationToken cancellationToken)
    {
        var (text, provider) = entry.AddTo(file);
        if (isTested)
        {
            var report = await ProviderProbe.AskAsync(provider, cancellationToken);
            if (wantsJson)
            {
                WriteJson(report);
            }
            else
            {
                Say(report, provider);
            }

            if (!report.Answers)
            {
                Console.Error.WriteLine($"{file} is as it was. With --no-test the provider is added all the same.");
                return ExitCode.Failed;
            }
        }

        Output.Write(file, writer => writer.Write(text));
        Console.Error.WriteLine($"Added '{provider.Name}' to {file}. Start with: vireo up --config {file}");

        return ExitCode.Done;
    }

    private static Option<string> Text(string name, string description, bool isRequired = false) =>
        new(name) { Description = description, Required = isRequired };

    private static void Say(ProviderReport report, ProviderSettings provider)
    {
        if (provider.Type == ProviderType.Simulation || !report.Answers)
        {
            Console.WriteLine($"{report.Name}: {(report.Answers ? report.Product : report.Error)}{(report.Answers ? "." : "")}");
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Name}: answers. {report.Hosts} hosts, {report.VirtualMachines} virtual machines, {report.Templates} templates. " +
            $"May do: {(report.MayDo.IsEmpty ? "nothing, only read" : string.Join(", ", report.MayDo))}."));
        foreach (string remark in Remarks(report))
        {
            Console.WriteLine($"  {remark}");
        }
    }

    private static IEnumerable<string> Remarks(ProviderReport report)
    {
        if (report.Product.Length > 0)
        {
            yield return report.Product;
        }

        foreach (string lacking in report.Lacking)
        {
            yield return lacking;
        }

        if (report.ClockSkewSeconds != 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Its clock differs from ours by {report.ClockSkewSeconds:0} s; times are corrected by it.");
        }
    }

    private static void WriteJson<T>(T value) => TableView.WriteJson(JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web));

    private static ImmutableArray<ProviderSettings> Load(string[] files)
    {
        var result = ConfigurationLoader.Load(files);

        return result.Configuration?.Providers
            ?? throw new UsageException(string.Join(Environment.NewLine,
                result.Problems.Select(problem => problem.ToString())));
    }
}
