using System.Diagnostics;
using System.Globalization;
using Vireo.Adapters.Ovsdb;
using Vireo.Adapters.Tests.VSphere;

namespace Vireo.Adapters.Tests.Ovsdb;

/// <summary>A real <c>ovsdb-server</c> of its own with a northbound database of OVN.</summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    private const string Northbound = "/usr/share/ovn/ovn-nb.ovsschema";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-ovsdb-");
    private readonly string[] _remotes;

    private DatabaseServer(string[] remotes) => _remotes = remotes;

    public string Folder => _folder.FullName;

    public string Socket => Path.Combine(Folder, "db.sock");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(Folder, "nb.db");

    /// <summary>Starts one; skips the test where there is none.</summary>
    /// <param name="isClustered">Whether it is a cluster of one, which remembers its last transactions.</param>
    /// <param name="remotes">Further options of ovsdb-server.</param>
    public static async Task<DatabaseServer> StartAsync(bool isClustered = false, params string[] remotes)
    {
        Assert.SkipUnless(
            File.Exists("/usr/sbin/ovsdb-server") && File.Exists(Northbound),
            "There is no ovsdb-server, or no schema of OVN: Debian's openvswitch-switch and ovn-central.");
        var server = new DatabaseServer(remotes);
        if (isClustered)
        {
            await ToolAsync(
                "ovsdb-tool", "create-cluster", server.Database, Northbound, $"unix:{Path.Combine(server.Folder, "raft.sock")}");
        }
        else
        {
            await ToolAsync("ovsdb-tool", "create", server.Database, Northbound);
        }

        await server.StartAgainAsync();

        return server;
    }

    public Task StartAgainAsync() => ToolAsync(
        "ovsdb-server",
        [
            Database, $"--remote=punix:{Socket}", .. _remotes, $"--pidfile={Path.Combine(Folder, "db.pid")}",
            $"--unixctl={Path.Combine(Folder, "db.ctl")}", $"--log-file={Path.Combine(Folder, "db.log")}", "--detach", "--no-chdir",
        ]);

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        string file = Path.Combine(Folder, "db.pid");
        if (File.Exists(file))
        {
            using var process = Process.GetProcessById(
                int.Parse(await File.ReadAllTextAsync(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
            process.Kill();
            await process.WaitForExitAsync();
            File.Delete(file);
        }
    }

    /// <summary>Runs OVN's own client.</summary>
    public Task<string> ClientAsync(params string[] arguments) =>
        ToolAsync("ovn-nbctl", ["--no-leader-only", $"--db=unix:{Socket}", .. arguments]);

    /// <summary>Runs a program that has to succeed.</summary>
    public static async Task<string> ToolAsync(string program, params string[] arguments)
    {
        // What detaches itself must not hold our pipes open.
        if (arguments.Contains("--detach"))
        {
            using var daemon = Process.Start("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]);
            await daemon.WaitForExitAsync(Token);
            Assert.True(daemon.ExitCode == 0, $"{program} ended with {daemon.ExitCode}.");

            return "";
        }

        var (code, output) = await VCenterLab.RunAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {output}");

        return output.Trim();
    }

    internal OvsdbSettings Settings(params OvsdbTable[] tables) => SettingsOf($"unix:{Socket}", tables);

    internal static OvsdbSettings SettingsOf(string endpoints, params OvsdbTable[] tables) => new()
    {
        Endpoints = [.. OvsdbEndpoint.ParseAll(endpoints)],
        Database = "OVN_Northbound",
        Tables = [.. tables],
        FirstPause = TimeSpan.FromMilliseconds(20),
        LongestPause = TimeSpan.FromMilliseconds(100),
    };

    internal static OvsdbSession Session(OvsdbSettings settings) => new(settings, TimeProvider.System, new Random(1));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }
}
