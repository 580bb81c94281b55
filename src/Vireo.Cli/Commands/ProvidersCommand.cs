using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Vireo.Adapters.Libvirt;
using Vireo.Adapters.VSphere;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo providers</c>: what is configured, and whether it answers and what may be done there.</summary>
internal static class ProvidersCommand
{
    // Only spreads attempts that a test does not make.
    private const int JitterSeed = 1;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("providers", "Lists the hypervisor systems of a configuration and tests them.");
        command.Add(List());
        command.Add(Test());

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
        var list = new Command("list", "Lists the providers of configuration files.\nExample: vireo providers list vireo.yaml") { files };
        list.SetAction(arguments =>
        {
            foreach (var provider in Load(arguments.GetRequiredValue(files)))
            {
                Console.WriteLine($"{provider.Name}  {provider.Type.ToString().ToLowerInvariant()}  {WhereIs(provider)}");
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
            files,
        };
        test.SetAction(async (arguments, stop) =>
        {
            bool isWell = true;
            foreach (var provider in Load(arguments.GetRequiredValue(files)))
            {
                isWell &= await TestAsync(provider, stop);
            }

            return isWell ? ExitCode.Done : ExitCode.Failed;
        });

        return test;
    }

    private static async Task<bool> TestAsync(ProviderSettings provider, CancellationToken cancellationToken)
    {
        if (provider.Type == ProviderType.Simulation)
        {
            Console.WriteLine($"{provider.Name}: simulated; there is nothing to test.");
            return true;
        }

        var id = new ProviderId(provider.Name);
        var hypervisor = provider.Type == ProviderType.VSphere
            ? (IHypervisor)new VSphereHypervisor(id, provider.VSphere, TimeProvider.System, new Random(JitterSeed))
            : new LibvirtHypervisor(id, provider.Libvirt, TimeProvider.System, new Random(JitterSeed));
        await using var open = (IAsyncDisposable)hypervisor;
        try
        {
            var inventory = await hypervisor.ReadInventoryAsync(cancellationToken);
            var cluster = new ClusterId(provider.Name);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{provider.Name}: answers. {inventory.Hosts.Count(host => host.Cluster == cluster)} hosts, " +
                $"{inventory.VirtualMachines.Count(machine => machine.Cluster == cluster)} virtual machines, " +
                $"{inventory.Images?.Length ?? 0} templates. May do: {hypervisor.Capabilities.Actions}."));
            foreach (string remark in Remarks(hypervisor))
            {
                Console.WriteLine($"  {remark}");
            }

            return true;
        }
        catch (ProviderException failure)
        {
            Console.WriteLine($"{provider.Name}: {failure.Message}");
            return false;
        }
    }

    private static IEnumerable<string> Remarks(IHypervisor hypervisor)
    {
        if (hypervisor is not VSphereHypervisor vsphere)
        {
            yield break;
        }

        yield return vsphere.About;
        if (vsphere.Privileges?.Describe() is { Length: > 0 } lacking)
        {
            yield return lacking;
        }

        if (vsphere.ClockSkew != TimeSpan.Zero)
        {
            yield return $"Its clock differs from ours by {vsphere.ClockSkew.TotalSeconds:0} s; times are corrected by it.";
        }
    }

    private static string WhereIs(ProviderSettings provider) => provider.Type switch
    {
        ProviderType.VSphere => $"{provider.VSphere.Url} as {provider.VSphere.Account.User}",
        ProviderType.Libvirt => string.Join(", ", provider.Libvirt.Hosts.Select(host => host.Uri)),
        _ => provider.Simulation.Scenario.ToString().ToLowerInvariant(),
    };

    private static ImmutableArray<ProviderSettings> Load(string[] files)
    {
        var result = ConfigurationLoader.Load(files);

        return result.Configuration?.Providers
            ?? throw new UsageException(string.Join(Environment.NewLine,
                result.Problems.Select(problem => problem.ToString())));
    }
}
