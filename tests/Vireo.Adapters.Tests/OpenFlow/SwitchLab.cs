using Vireo.Adapters.Tests.Ovsdb;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>A real Open vSwitch of its own: <c>lab/net/switch</c>.</summary>
public sealed class SwitchLab : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-ovs-");

    public string Folder => _folder.FullName;

    /// <summary>Where a switch looks for its controller.</summary>
    public string Place(string bridge) => $"unix:{Folder}/{bridge}.controller";

    /// <summary>Starts one; skips the test where there is none.</summary>
    public static async Task<SwitchLab> StartAsync(params string[] bridges)
    {
        Assert.SkipUnless(
            File.Exists("/usr/sbin/ovs-vswitchd") && File.Exists("/usr/sbin/ovsdb-server"), "There is no Open vSwitch: Debian's openvswitch-switch.");
        var lab = new SwitchLab();
        await lab.RunAsync(["up", .. bridges]);

        return lab;
    }

    /// <summary>Ends the switch as a crash does; <c>start</c> starts it again.</summary>
    public Task RunAsync(params string[] arguments) =>
        DatabaseServer.ToolAsync(Path.Combine(Checkout.Root, "lab", "net", "switch"), [Folder, .. arguments]);

    public Task ConfigureAsync(params string[] arguments) => DatabaseServer.ToolAsync("ovs-vsctl", [$"--db=unix:{Folder}/db.sock", .. arguments]);

    /// <summary>Flows, as another controller sees them.</summary>
    public Task<string> OfctlAsync(string command, string bridge, params string[] arguments) => DatabaseServer.ToolAsync(
        "ovs-ofctl", ["-O", "OpenFlow13", command, $"unix:{Folder}/{bridge}.mgmt", .. arguments]);

    public Task<string> AskAsync(params string[] arguments) => DatabaseServer.ToolAsync("ovs-appctl", ["-t", $"{Folder}/ovs-vswitchd.ctl", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        _folder.Delete(recursive: true);
    }
}
