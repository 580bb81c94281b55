using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Web;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>A simulated vCenter from <c>lab/vcsim</c>: another implementation of the API, in a process of its
/// own.</summary>
/// <remarks>What it gets wrong is listed in lab/README.md; no test takes it for true.</remarks>
public class VCenterLab : IAsyncLifetime
{
    public const string User = "vireo@vsphere.local";
    public const string Password = "s3cret&<word>";

    private readonly HttpClient _control;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-vcsim-");
    private Process? _process;
    private string _program = "";
    private int _port;

    public VCenterLab()
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                Thumbprint = certificate!.GetCertHashString(HashAlgorithmName.SHA256);
                return true;
            },
        };
        _control = new HttpClient(handler);
    }

    /// <summary>Why there is none on this machine; empty when there is one.</summary>
    public string WhyNot { get; private set; } = "";

    /// <summary>SHA-256 of its certificate.</summary>
    public string Thumbprint { get; private set; } = "";

    /// <summary>Where its API answers.</summary>
    public string Url { get; private set; } = "";

    /// <summary>A file that holds the password.</summary>
    public string PasswordFile => Path.Combine(_folder.FullName, "password");

    /// <summary>What stands there: hosts, machines, pools.</summary>
    protected virtual string[] Options => ["-cluster", "1", "-host", "4", "-vm", "6", "-pool", "1"];

    internal VSphereSettings Settings => new()
    {
        Url = Url,
        Account = new VSphereAccount(User, PasswordFile, ""),
        Thumbprint = Thumbprint,
        Acts = true,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        var (code, output) = await RunAsync(Path.Combine(Checkout.Root, "lab", "vcsim", "vcsim"), "build");
        WhyNot = code == 0 ? "" : $"The simulated vCenter does not build here: {output.Trim()}";
        if (code == 0)
        {
            await StartAsync(output.Trim());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _control.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends it without a word; what it knew is lost.</summary>
    internal async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Starts it anew at the same address and with the same certificate, with the inventory of its beginning.</summary>
    internal Task RestartAsync()
    {
        _process?.Dispose();

        return LaunchAsync();
    }

    internal VSphereHypervisor Provider(Func<VSphereSettings, VSphereSettings>? change = null)
    {
        Assert.SkipWhen(WhyNot.Length > 0, WhyNot);

        return new VSphereHypervisor(
            new ProviderId("vc"), change is null ? Settings : change(Settings), TimeProvider.System, new Random(1));
    }

    /// <summary>Uses its control interface, such as <c>/lab/chaos?drop=5</c>.</summary>
    internal Task<string> ControlAsync(string path) => _control.GetStringAsync(new Uri(new Uri(Url), path), Token);

    /// <summary>The same where connections are dropped: until it is heard.</summary>
    internal async Task ControlUnderChaosAsync(string path)
    {
        while (true)
        {
            try
            {
                await ControlAsync(path);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Fixes what a counter of an object shows.</summary>
    internal Task PinAsync(string reference, long counter, long value) =>
        ControlAsync($"/lab/perf?ref={HttpUtility.UrlEncode(reference)}&counter={counter}&value={value}");

    /// <summary>Its machines, as it says itself.</summary>
    internal async Task<List<(string Reference, string Name, string Host, string Pool, string Power)>> MachinesAsync()
    {
        string lines = await ControlAsync("/lab/inventory");

        return
        [
            .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(one => (Say(one, "ref"), Say(one, "name"), Say(one, "host"), Say(one, "pool"),
                    Say(one, "power"))),
        ];
    }

    /// <summary>Waits until an action has ended, and asks what became of it.</summary>
    internal static async Task<ActionStatus> EndOfAsync(VSphereHypervisor provider, ActionId id)
    {
        await (provider.Find(id)?.Running ?? Task.CompletedTask);

        return await provider.QueryAsync(id, Token);
    }

    /// <summary>Does something and waits for its end.</summary>
    internal static async Task<ActionStatus> DoAsync(VSphereHypervisor provider, string id, FleetAction action)
    {
        await provider.ReadInventoryAsync(Token);
        await provider.StartAsync(new ActionRequest(new ActionId(id), action, 1, BytesPerSecond.Zero), Token);

        return await EndOfAsync(provider, new ActionId(id));
    }

    /// <summary>The name of a template; an administrator makes one of a machine where there is none.</summary>
    internal async Task<string> TemplateAsync()
    {
        await using var provider = Provider();

        return await TemplateAsync(provider);
    }

    /// <inheritdoc cref="TemplateAsync()"/>
    internal async Task<string> TemplateAsync(VSphereHypervisor provider)
    {
        var inventory = await provider.ReadInventoryAsync(Token);
        if (inventory.Images is [var known, ..])
        {
            return known;
        }

        var machine = inventory.VirtualMachines[^1];
        await DoAsync(provider, $"template-{Guid.NewGuid()}", new PowerOffVirtualMachine(machine.Id));
        string reference = (await MachinesAsync()).Single(one => one.Name == machine.Name).Reference;
        await provider.SendAsync(new VimCall("MarkAsTemplate", new ManagedObject("VirtualMachine", reference)), Token);

        return Assert.Single((await provider.ReadInventoryAsync(Token)).Images!.Value);
    }

    /// <summary>Runs a program and reads what it says.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return (process.ExitCode, await output + await errors);
    }

    private static string Say(JsonElement one, string key) => one.GetProperty(key).GetString()!;

    private Task StartAsync(string program)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        _port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Url = $"https://127.0.0.1:{_port}/sdk";
        _program = program;

        return LaunchAsync();
    }

    private async Task LaunchAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            _program,
            ["-l", $"127.0.0.1:{_port}", "-username", User, "-password", Password,
                "-certificate", Path.Combine(_folder.FullName, "certificate.pem"), .. Options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = _folder.FullName },
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        string? line = await _process.StandardOutput.ReadLineAsync();
        WhyNot = line?.StartsWith("labvcsim ready", StringComparison.Ordinal) == true ? ""
            : $"The simulated vCenter ended: {line}";

        // It listens a moment after it says so.
        while (WhyNot.Length == 0)
        {
            try
            {
                await _control.GetStringAsync(new Uri(new Uri(Url), "/lab/calls"));
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Yield();
            }
        }
    }
}
