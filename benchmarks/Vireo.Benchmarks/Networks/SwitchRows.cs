using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Vireo.Adapters.OpenFlow;

namespace Vireo.Benchmarks.Networks;

/// <summary>Flows into a real Open vSwitch, read and compared first and confirmed by a barrier; others in the same run.</summary>
internal static class SwitchRows
{
    private const int Flows = 50_000;
    private const int PeerFlows = 20_000;
    private const int Changes = 1_000;
    private const int Port = 26_653;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it; nothing where there is no Open vSwitch.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (!File.Exists("/usr/sbin/ovs-vswitchd") || Root() is not { } root)
        {
            yield break;
        }

        string folder = Path.Combine(context.WorkFolder, "ovs");
        string lab = Path.Combine(root, "lab", "net", "switch");
        Tool(lab, folder, "up", "br1");
        try
        {
            foreach (var row in Ours(context, folder))
            {
                yield return row;
            }

            if (Ofctl(context, folder) is { } bundle)
            {
                yield return new("network: flows a second, ovs-ofctl --bundle (peer)", bundle, "flows/s", null, HigherIsBetter: true);
            }

            if (OsKen(root, folder) is { } peer)
            {
                yield return new("network: flows a second, os-ken (peer)", peer, "flows/s", null, HigherIsBetter: true);
            }
        }
        finally
        {
            Tool(lab, folder, "down");
        }
    }

    private static IEnumerable<BenchmarkResult> Ours(BenchmarkContext context, string folder)
    {
        var controller = new OpenFlowController(new OpenFlowSettings { Listen = $"unix:{folder}/br1.controller" }, context.Time, _ => { });
        try
        {
            Settle(controller);
            var program = SwitchProgram.Parse(string.Join('\n', Enumerable.Range(0, Flows).Select(Flow)));
            long start = context.Time.GetTimestamp();
            controller.Declare(1, program);
            Settle(controller);
            double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            Check(controller, made: Flows);
            yield return new("network: flows a second into one switch, reconciled", Flows / seconds, "flows/s", 91_000, HigherIsBetter: true)
            {
                Peer = "os-ken 18,200 on an idle machine; the rows below in the same run",
            };

            start = context.Time.GetTimestamp();
            controller.Declare(1, program);
            Settle(controller);
            Check(controller, made: 0);
            yield return new(
                "network: reading and comparing 50,000 flows that stand", context.Time.GetElapsedTime(start).TotalSeconds, "s", null, HigherIsBetter: false);
            yield return new("network: one flow made and confirmed by a barrier, p50", RoundTrip(context, controller), "ms", null, HigherIsBetter: false);
        }
        finally
        {
            controller.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static double RoundTrip(BenchmarkContext context, OpenFlowController controller)
    {
        var session = controller.Keeper(1)!.Session;
        double[] milliseconds = new double[Changes];
        for (int i = 0; i < Changes; i++)
        {
            var flow = Adapters.OpenFlow.Text.FlowText.Parse($"table=2,priority=100,ip,nw_dst=10.9.{i / 250}.{i % 250} actions=output:1");
            long start = context.Time.GetTimestamp();
            session.ChangeAsync(
                [new Adapters.OpenFlow.Messages.FlowChange(Adapters.OpenFlow.Messages.FlowCommand.Add, flow)], CancellationToken.None)
                .GetAwaiter().GetResult();
            milliseconds[i] = context.Time.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(milliseconds);

        return milliseconds[Changes / 2];
    }

    private static double? Ofctl(BenchmarkContext context, string folder)
    {
        string file = Path.Combine(folder, "flows");
        File.WriteAllLines(file, Enumerable.Range(0, Flows).Select(i => Flow(i).Replace("table=1", "table=3", StringComparison.Ordinal)));

        // Bundles came with OpenFlow 1.4, which the switch does not speak by itself.
        Tool("ovs-vsctl", $"--db=unix:{folder}/db.sock", "set", "bridge", "br1", "protocols=OpenFlow13,OpenFlow14");
        long start = context.Time.GetTimestamp();
        Tool("ovs-ofctl", "-O", "OpenFlow14", "--bundle", "add-flows", $"unix:{folder}/br1.mgmt", file);

        return Flows / context.Time.GetElapsedTime(start).TotalSeconds;
    }

    private static double? OsKen(string root, string folder)
    {
        var start = new ProcessStartInfo("osken-manager", ["--ofp-tcp-listen-port", $"{Port}", Path.Combine(root, "benchmarks", "peers", "osken.py")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FLOWS"] = $"{PeerFlows}";
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Tool("ovs-vsctl", $"--db=unix:{folder}/db.sock", "set-controller", "br1", $"tcp:127.0.0.1:{Port}", "--", "set", "controller", "br1", "max_backoff=1000");
            using var late = new Timer(_ => process.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            return double.TryParse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture, out double rate) ? rate : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Flow(int i) =>
        $"table=1,priority=100,ip,nw_dst=11.{i / 62_500}.{i / 250 % 250}.{i % 250} actions=output:{1 + (i % 4)}";

    private static void Settle(OpenFlowController controller)
    {
        using var late = new CancellationTokenSource(Patience);
        controller.SettleAsync([1], late.Token).GetAwaiter().GetResult();
    }

    private static void Check(OpenFlowController controller, int made)
    {
        var standing = controller.Switches[0].Standing!;
        if (standing.Made != made || !standing.IsAsDeclared)
        {
            throw new InvalidOperationException($"{standing.Made} of {made} flows were made. {string.Join(" ", standing.Problems)}");
        }
    }

    private static void Tool(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "lab", "net", "switch")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
