using Vireo.Adapters.OpenFlow;
using Vireo.Adapters.Tests.OpenFlow;

namespace Vireo.Benchmarks.Networks;

/// <summary>2,000 switches in a ring that connect at once: how long until each wire is known in both directions. The switches
/// run in this process, too.</summary>
internal static class DiscoveryRows
{
    private const int Switches = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs it.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        yield return new(
            "network: 2,000 switches connect, all 2,000 wires known both ways", MeasureAsync(context).GetAwaiter().GetResult(), "s", 5, HigherIsBetter: false);
    }

    private static async Task<double> MeasureAsync(BenchmarkContext context)
    {
        string path = Path.Combine(context.WorkFolder, "ring.sock");
        await using var controller = new OpenFlowController(
            new OpenFlowSettings { Listen = $"unix:{path}", DiscoverEvery = TimeSpan.FromMinutes(10) }, context.Time, _ => { });
        var switches = Enumerable.Range(0, Switches).Select(i => new SimulatedSwitch((ulong)i + 1, ports: 2)).ToList();
        for (int i = 0; i < Switches; i++)
        {
            switches[i].Wire(1, switches[(i + 1) % Switches], 2);
        }

        using var late = new CancellationTokenSource(Patience);
        long start = context.Time.GetTimestamp();
        foreach (var one in switches)
        {
            await one.ConnectAsync(path);
        }

        await controller.WhenAsync(() => controller.LinkCount == 2 * Switches, late.Token);
        double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
        foreach (var one in switches)
        {
            await one.DisposeAsync();
        }

        return seconds;
    }
}
