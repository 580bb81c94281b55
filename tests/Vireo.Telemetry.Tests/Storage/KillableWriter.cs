using System.Diagnostics;
using System.Runtime.CompilerServices;
using Vireo.Fleet;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Telemetry.Tests.Storage;

/// <summary>This program started again, writing rounds and saying which are acknowledged, to be killed in the
/// act.</summary>
internal sealed class KillableWriter : IDisposable
{
    public const int Machines = 8;

    private const string Variable = "VIREO_KILLABLE_WRITER";

    private readonly Process process;

    private KillableWriter(Process process) => this.process = process;

    public static DateTimeOffset Start0 => Samples.Noon;

    /// <summary>Folds every 50 rounds, so that the kill may come in the middle of folding.</summary>
    public static SqliteStoreOptions Options => SqliteStoreOptions.Default with { ChunkSamples = 50, RecentSamples = 4 };

    public static SeriesKey Key(int machine) => Samples.Key($"vm-{machine}", Metric.CpuUsage);

    public static double Value(int round, int machine) => (round * 31 % 97) + (machine / 8.0);

    public static KillableWriter Start(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KillableWriter).Assembly.Location);
        }

        start.Environment[Variable] = path;

        return new KillableWriter(Process.Start(start) ?? throw new InvalidOperationException("The writer did not start."));
    }

    /// <summary>Reads acknowledgements until a round.</summary>
    public async Task<int> ReadUntilAsync(int round, CancellationToken cancellationToken)
    {
        int acknowledged = -1;
        while (acknowledged < round && await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            acknowledged = int.Parse(line);
        }

        return acknowledged;
    }

    /// <summary>Kills without warning (SIGKILL) and returns the last acknowledged round.</summary>
    public async Task<int> KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        int acknowledged = -1;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            // The last line may have been cut by the kill.
            acknowledged = int.TryParse(line, out int round) && round > acknowledged && line.Length >= $"{acknowledged}".Length
                ? Math.Max(acknowledged, round)
                : acknowledged;
        }

        await process.WaitForExitAsync(cancellationToken);

        return acknowledged;
    }

    public void Dispose() => process.Dispose();

    [ModuleInitializer]
    internal static void RunIfChild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } path)
        {
            WriteForever(path);
        }
    }

    private static void WriteForever(string path)
    {
        var store = SqliteTelemetryStore.Open(path, Options, TimeProvider.System);
        using var output = Console.OpenStandardOutput();
        for (int round = 0; ; round++)
        {
            int now = round;
            var appended = store.AppendAsync(
                [.. Enumerable.Range(0, Machines).Select(vm => new Measurement(Key(vm), Start0.AddSeconds(20 * now), Value(now, vm)))],
                CancellationToken.None);
            if (!appended.IsCompletedSuccessfully)
            {
                Environment.Exit(1);
            }

            output.Write(System.Text.Encoding.ASCII.GetBytes($"{round}\n"));
        }
    }
}
