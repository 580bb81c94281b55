using System.Diagnostics;
using System.Globalization;
using Vireo.Adapters.Tests.Ovsdb;
using Vireo.Adapters.Tests.VSphere;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>A real Open vSwitch of its own, whose packets never leave it (its <c>dummy</c> datapath); needs no root.</summary>
public sealed class SwitchLab : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-ovs-");

    public string Folder => _folder.FullName;

    /// <summary>Where the switch called <c>br0</c> looks for its controller.</summary>
    public string Place(string bridge) => $"unix:{Folder}/{bridge}.controller";

    public static async Task<SwitchLab> StartAsync(params string[] bridges)
    {
        Assert.SkipUnless(
            File.Exists("/usr/sbin/ovs-vswitchd") && File.Exists("/usr/sbin/ovsdb-server"), "There is no Open vSwitch: Debian's openvswitch-switch.");
        var lab = new SwitchLab();
        await DatabaseServer.ToolAsync("ovsdb-tool", "create", $"{lab.Folder}/conf.db", "/usr/share/openvswitch/vswitch.ovsschema");
        await lab.DaemonAsync("ovsdb-server", $"{lab.Folder}/conf.db", $"--remote=punix:{lab.Folder}/db.sock", $"--unixctl={lab.Folder}/db.ctl");
        await lab.ConfigureAsync("--no-wait", "init");
        await lab.StartSwitchAsync();
        foreach (string bridge in bridges)
        {
            await lab.AddBridgeAsync(bridge);
        }

        return lab;
    }

    public Task StartSwitchAsync() => DaemonAsync(
        "ovs-vswitchd", $"unix:{Folder}/db.sock", "--enable-dummy=override", "--disable-system", $"--unixctl={Folder}/ovs-vswitchd.ctl");

    /// <summary>A switch that forwards nothing by itself. Its number is that of its name: br7 has the datapath 7.</summary>
    public Task AddBridgeAsync(string bridge) => ConfigureAsync(
        "add-br", bridge, "--", "set", "bridge", bridge, "datapath_type=dummy", "fail_mode=secure", "protocols=OpenFlow13",
        $"other_config:datapath-id={int.Parse(bridge[2..], CultureInfo.InvariantCulture):x16}", "--", "set-controller", bridge, Place(bridge),
        "--", "set", "controller", bridge, "max_backoff=1000", "inactivity_probe=5000");

    public Task ConfigureAsync(params string[] arguments) => DatabaseServer.ToolAsync("ovs-vsctl", [$"--db=unix:{Folder}/db.sock", .. arguments]);

    /// <summary>Flows, as another controller sees them.</summary>
    public Task<string> OfctlAsync(string command, string bridge, params string[] arguments) => DatabaseServer.ToolAsync(
        "ovs-ofctl", ["-O", "OpenFlow13", command, $"unix:{Folder}/{bridge}.mgmt", .. arguments]);

    public Task<string> AskAsync(params string[] arguments) => DatabaseServer.ToolAsync("ovs-appctl", ["-t", $"{Folder}/ovs-vswitchd.ctl", .. arguments]);

    public async Task KillAsync(string daemon)
    {
        string file = $"{Folder}/{daemon}.pid";
        if (File.Exists(file))
        {
            using var process = Process.GetProcessById(
                int.Parse(await File.ReadAllTextAsync(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
            process.Kill();
            await process.WaitForExitAsync();
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync("ovs-vswitchd");
        await KillAsync("ovsdb-server");
        _folder.Delete(recursive: true);
    }

    private async Task DaemonAsync(string program, params string[] arguments)
    {
        var (code, output) = await VCenterLab.RunAsync(
            "/bin/sh",
            ["-c", "export OVS_RUNDIR=\"$0\" OVS_LOGDIR=\"$0\" OVS_DBDIR=\"$0\"; exec \"$@\" >/dev/null 2>&1 </dev/null", Folder, program,
            .. arguments, $"--pidfile={Folder}/{program}.pid", $"--log-file={Folder}/{program}.log", "--detach", "--no-chdir"]);
        Assert.True(code == 0, $"{program}: {output}");
    }
}
