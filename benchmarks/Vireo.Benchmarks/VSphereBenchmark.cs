using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Benchmarks;

/// <summary>What reading a vCenter costs, over the simulated one of <c>lab/vcsim</c>, which is a process of its own on the same
/// processor.</summary>
public static class VSphereBenchmark
{
    private const double MiB = 1 << 20;
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(60);

    /// <summary>Runs it; some minutes. Nothing where the simulated vCenter does not build.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Build() is not { } program)
        {
            yield break;
        }

        foreach (var result in Measured(context, program, hosts: 40, machines: 1_000, atMost: 10, memory: null,
            seen: 2))
        {
            yield return result;
        }

        if (!context.IsQuick)
        {
            foreach (var result in Measured(context, program, hosts: 200, machines: 10_000, atMost: 60, memory: 400,
                seen: null))
            {
                yield return result;
            }
        }
    }

    private static List<BenchmarkResult> Measured(
        BenchmarkContext context, string program, int hosts, int machines, double atMost, double? memory, double? seen)
    {
        using var server = Start(context, program, hosts, machines, out var settings);
        try
        {
            return MeasureAsync(context.Time, settings, hosts, machines, atMost, memory, seen).GetAwaiter().GetResult();
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static async Task<List<BenchmarkResult>> MeasureAsync(
        TimeProvider time, VSphereSettings settings, int hosts, int machines, double atMost, double? memory,
            double? seen)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"vsphere: {machines:N0} machines on {hosts} hosts");
        using var process = Process.GetCurrentProcess();
        await using var provider = new VSphereHypervisor(new ProviderId("bench"), settings, time, new Random(1));

        long start = time.GetTimestamp();
        var inventory = await provider.ReadInventoryAsync(CancellationToken.None);
        double inventorySeconds = time.GetElapsedTime(start).TotalSeconds;
        var samples = await provider.ReadMeasurementsAsync(time.GetUtcNow() - TimeSpan.FromSeconds(40),
            CancellationToken.None);
        double firstSeconds = time.GetElapsedTime(start).TotalSeconds;
        if (inventory.VirtualMachines.Length != machines || samples.Count == 0)
        {
            throw new InvalidOperationException($"{inventory.VirtualMachines.Length} of {machines} machines and {samples.Count} samples were read.");
        }

        process.Refresh();
        var results = new List<BenchmarkResult>
        {
            new($"{what}: inventory", inventorySeconds, "s", null, HigherIsBetter: false),
            new($"{what}: inventory and first metrics", firstSeconds, "s", atMost, HigherIsBetter: false),
            new($"{what}: memory of the process then", process.WorkingSet64 / MiB, "MiB", memory,
                HigherIsBetter: false),
        };
        if (seen is not null)
        {
            results.Add(new($"{what}: a switched-off machine is seen after",
                await ChangeAsync(provider, inventory, time), "s", seen, HigherIsBetter: false));
            results.Add(new($"{what}: following updates for a minute", await SteadyAsync(provider, process, time),
                "% of a core", 5, HigherIsBetter: false));
        }

        return results;
    }

    private static async Task<double> ChangeAsync(VSphereHypervisor provider, ProviderInventory inventory,
        TimeProvider time)
    {
        var machine = inventory.VirtualMachines.First(one => one.State == PowerState.On);
        await provider.SendAsync(
            MachineCalls.PowerOff(provider.ReferenceOf(machine.Id)), CancellationToken.None);
        long start = time.GetTimestamp();
        while ((await provider.ReadInventoryAsync(CancellationToken.None))
            .VirtualMachines.Single(one => one.Id == machine.Id).State == PowerState.On)
        {
            await Task.Yield();
        }

        return time.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> SteadyAsync(VSphereHypervisor provider, Process process, TimeProvider time)
    {
        await provider.ReadInventoryAsync(CancellationToken.None);
        process.Refresh();
        var before = process.TotalProcessorTime;
        await Task.Delay(Steady, time);
        process.Refresh();

        return (process.TotalProcessorTime - before) / Steady * 100;
    }

    private static string? Build()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vireo.slnx")))
        {
            folder = folder.Parent;
        }

        string script = Path.Combine(folder?.FullName ?? "", "lab", "vcsim", "vcsim");
        if (!File.Exists(script))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(script, "build") { RedirectStandardOutput = true })!;
        string program = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();

        return process.ExitCode == 0 ? program : null;
    }

    private static Process Start(BenchmarkContext context, string program, int hosts, int machines,
        out VSphereSettings settings)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        string[] arguments = ["-l", $"127.0.0.1:{port}", "-cluster", "1", "-host", $"{hosts}", "-vm", $"{machines}"];
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = context.WorkFolder },
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadLine();
        string password = Path.Combine(context.WorkFolder, "password");
        File.WriteAllText(password, "any");
        settings = new VSphereSettings
        {
            Url = $"https://127.0.0.1:{port}/sdk",
            Account = new VSphereAccount("bench", password, ""),
            Thumbprint = ThumbprintOf(port),
            Deadline = TimeSpan.FromMinutes(2),
        };

        return process;
    }

    private static string ThumbprintOf(int port)
    {
        while (true)
        {
            try
            {
                using var connection = new TcpClient("127.0.0.1", port);
                using var tls = new SslStream(connection.GetStream(), false,
                    (_, certificate, _, _) => certificate is not null);
                tls.AuthenticateAsClient("127.0.0.1");

                return tls.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256);
            }
            catch (SocketException)
            {
                // It listens a moment after it says so.
            }
        }
    }
}
