using System.Diagnostics;
using Vireo.Adapters.Libvirt;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Two real libvirt hosts with a QEMU guest, from <c>lab/lab</c>; taken down afterwards.</summary>
public sealed class LabHosts : IAsyncLifetime
{
    private const string Net = "10.89.0";
    private readonly string _home = Path.Combine(Path.GetTempPath(), "vireo-lab-test");

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
            var (code, output) = await RunAsync("up", "--hosts", "2");
            (code, output) = code == 0 ? await RunAsync("guest", "1", "web1", "101") : (code, output);
            WhyNot = code == 0 ? "" : $"The lab does not start here: {output.Trim()}";
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync("down");

    internal LibvirtHypervisor Provider(MigrationMethod migration) => new(
        new Vireo.Fleet.ProviderId("lab"),
        new LibvirtSettings { Acts = true, Migration = migration, Hosts = [Host(1), Host(2)] }, TimeProvider.System, new Random(1));

    /// <summary>The guest's own answer: its boot's identity and its uptime.</summary>
    internal async Task<(string Boot, double Uptime)> AskGuestAsync()
    {
        var (code, output) = await RunAsync(
            "run", "curl", "-s", "--retry", "60", "--retry-all-errors", "--retry-delay", "1", "-m", "5", $"http://{Net}.101/cgi-bin/stats");
        Assert.True(code == 0, output);
        string[] words = output.Split(' ', StringSplitOptions.TrimEntries);

        return (words[0], double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Does something on a host by libvirt's own tool, as an administrator would.</summary>
    internal async Task VirshAsync(string host, params string[] arguments)
    {
        var (code, output) = await RunAsync(["virsh", host, "-q", .. arguments]);
        Assert.True(code == 0, output);
    }

    /// <summary>Where other hosts reach a host.</summary>
    internal static string PeerUri(Vireo.Fleet.HostId host) => $"qemu+tcp://{Net}.1{host.Value[1..]}/system";

    private LibvirtHostSettings Host(int number) => new()
    {
        Name = $"h{number}",
        Uri = $"qemu+unix:///system?socket={_home}/h{number}/run/libvirt-sock",
        PeerUri = PeerUri(new Vireo.Fleet.HostId($"h{number}")),
    };

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "lab", "lab"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LAB_HOME"] = _home, ["LAB_NAME"] = "vireotest", ["LAB_NET"] = Net },
        };
        using var process = Process.Start(start)!;

        // The hosts outlive the script and keep its standard error; its own word ends with it.
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return (process.ExitCode, await output + await errors);
    }
}
