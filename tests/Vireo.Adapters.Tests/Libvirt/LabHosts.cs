using System.Diagnostics;
using Vireo.Adapters.Libvirt;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Two real libvirt hosts from <c>lab/lab</c>, each of which may use half a core; taken down
/// afterwards.</summary>
public class LabHosts : IAsyncLifetime
{
    // Told from outside where several labs stand side by side on one machine.
    private static readonly string Net = Environment.GetEnvironmentVariable("LAB_NET") ?? "10.89.0";
    private static readonly string Name = Environment.GetEnvironmentVariable("LAB_NAME") ?? "vireotest";
    private readonly string _home =
        Environment.GetEnvironmentVariable("LAB_HOME") ?? Path.Combine(Path.GetTempPath(), "vireo-lab-test");

    /// <summary>Why there is no lab on this machine; empty when there is one.</summary>
    public string WhyNot { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        WhyNot = Environment.UserName != "root" ? "The lab needs root."
            : !File.Exists("/usr/sbin/libvirtd") || !File.Exists("/usr/bin/qemu-system-x86_64") ? "libvirtd or QEMU is not installed."
            : "";
        if (WhyNot.Length == 0)
        {
            await RunAsync("down");
            var (code, output) = await RunAsync("up", "--hosts", "2", "--cpu", "50");
            WhyNot = code == 0 ? "" : $"The lab does not start here: {output.Trim()}";
            if (code == 0)
            {
                await FillAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the guests.</summary>
    protected virtual Task FillAsync() => StartGuestAsync("web1", 101);

    /// <summary>Starts a guest on the first host.</summary>
    protected Task StartGuestAsync(string name, int octet) => LabAsync("guest", "1", name, $"{octet}");

    /// <summary>Defines a domain to make machines from.</summary>
    protected Task DefineTemplateAsync(string name, bool hasAgent = false) =>
        LabAsync(hasAgent ? ["template", name, "agent"] : ["template", name]);

    /// <summary>The address of a guest.</summary>
    internal static string AddressOf(int octet) => $"{Net}.{octet}";

    /// <summary>Where new machines keep their disks.</summary>
    internal string ImageFolder => Path.Combine(_home, "images");

    /// <summary>The configuration of Vireo for these hosts.</summary>
    internal Task<string> ConfigurationAsync() => LabAsync("config");

    /// <summary>The same, for a Vireo that looks and decides often; with other cores than the half that hosts may use, so that
    /// processors do not decide what happens.</summary>
    internal async Task<string> QuickConfigurationAsync(string cores = "0.5") => (await ConfigurationAsync())
        .Replace("sampleEvery: 5s", "sampleEvery: 2s", StringComparison.Ordinal)
        .Replace("decideEvery: 1m", "decideEvery: 10s", StringComparison.Ordinal)
        .Replace("cores: 0.5", $"cores: {cores}", StringComparison.Ordinal);

    internal LibvirtHypervisor Provider(MigrationMethod migration) => new(
        new Vireo.Fleet.ProviderId("lab"),
        new LibvirtSettings { Acts = true, Migration = migration, Hosts = [Host(1), Host(2)] }, TimeProvider.System, new Random(1));

    /// <summary>The same, told that each host may use half a core.</summary>
    internal LibvirtHypervisor CappedProvider() => new(
        new Vireo.Fleet.ProviderId("lab"),
        new LibvirtSettings { Acts = true, Hosts = [Host(1) with { Cores = 0.5 }, Host(2) with { Cores = 0.5 }] },
        TimeProvider.System, new Random(1));

    /// <summary>The guest's own answer: its boot's identity and its uptime.</summary>
    internal async Task<(string Boot, double Uptime)> AskGuestAsync(int octet = 101)
    {
        string output = await LabAsync(
            "run", "curl", "-s", "--retry", "90", "--retry-all-errors", "--retry-delay", "1", "-m", "5",
            $"http://{AddressOf(octet)}/cgi-bin/stats");
        string[] words = output.Split(' ', StringSplitOptions.TrimEntries);

        return (words[0], double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Ends a host's libvirtd without a word; its guests run on.</summary>
    internal Task CrashAsync(int host) => LabAsync("crash", $"{host}");

    /// <summary>Pulls a host's cable.</summary>
    internal Task CutAsync(int host) => LabAsync("cut", $"{host}");

    /// <summary>Lets a host's libvirtd stand still with all its connections open.</summary>
    internal Task HangAsync(int host) => LabAsync("hang", $"{host}");

    /// <summary>Lets it go on.</summary>
    internal Task WakeAsync(int host) => LabAsync("wake", $"{host}");

    /// <summary>Gives a host's pool a disk of its own of a size, or lets nobody write to it (<c>ro</c>).</summary>
    internal Task SetDiskAsync(int host, string size) => LabAsync("disk", $"{host}", size);

    /// <summary>Plugs a host in and starts its libvirtd again.</summary>
    internal Task ReviveAsync(int host) => LabAsync("revive", $"{host}");

    /// <summary>Does something on a host by libvirt's own tool, as an administrator would.</summary>
    internal Task<string> VirshAsync(string host, params string[] arguments) => LabAsync(["virsh", host, "-q", .. arguments]);

    /// <summary>Takes Vireo's mark out of a machine: each test is a Vireo of its own, whose first leader would be older than
    /// the last one of the test before.</summary>
    internal async Task ForgetLeaderAsync(string host, string machine)
    {
        if ((await VirshAsync(host, "dumpxml", machine)).Contains(DomainMark.Namespace, StringComparison.Ordinal))
        {
            await VirshAsync(host, "metadata", machine, DomainMark.Namespace, "--live", "--config", "--remove");
        }
    }

    /// <summary>Defines a domain, as an administrator would.</summary>
    internal async Task DefineAsync(string host, string document)
    {
        string file = Path.Combine(_home, "defined.xml");
        await File.WriteAllTextAsync(file, document);
        await VirshAsync(host, "define", file);
    }

    /// <summary>The address that a guest's agent tells.</summary>
    internal async Task<string> AgentAddressAsync(string machine)
    {
        string host = (await VirshAsync("1", "list", "--name")).Split('\n').Any(name => name.Trim() == machine) ? "1" : "2";
        string told = await VirshAsync(host, "domifaddr", machine, "--source", "agent");

        return told.Split((char[])[' ', '/', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .First(word => word.StartsWith(Net + ".", StringComparison.Ordinal));
    }

    /// <summary>Asks a guest for so much work: turns of a loop every tenth of a second.</summary>
    internal Task LoadAsync(int octet, int turns) =>
        LabAsync("run", "curl", "-s", "-m", "20", $"http://{AddressOf(octet)}/cgi-bin/load?{turns}");

    /// <summary>Where other hosts reach a host.</summary>
    internal static string PeerUri(Vireo.Fleet.HostId host) => $"qemu+tcp://{Net}.1{host.Value[1..]}/system";

    internal LibvirtHostSettings Host(int number) => new()
    {
        Name = $"h{number}",
        Uri = $"qemu+unix:///system?socket={_home}/h{number}/run/libvirt-sock",
        PeerUri = PeerUri(new Vireo.Fleet.HostId($"h{number}")),
    };

    private async Task<string> LabAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.True(code == 0, output);

        return output;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "lab", "lab"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LAB_HOME"] = _home, ["LAB_NAME"] = Name, ["LAB_NET"] = Net },
        };
        using var process = Process.Start(start)!;

        // The hosts outlive the script and keep its standard error; its own word ends with it.
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return (process.ExitCode, await output + await errors);
    }
}
