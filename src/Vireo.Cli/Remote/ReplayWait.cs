using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Remote;

/// <summary>Follows a replay on a server to its end, and stops it there when the person stops waiting.</summary>
internal static class ReplayWait
{
    private const double Quarter = 0.25;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>The part of a query that says how far back it goes; empty where that is left to the server.</summary>
    public static string Days(double? days) =>
        days is { } known ? string.Create(CultureInfo.InvariantCulture, $"&replayDays={known}") : "";

    /// <summary>Waits.</summary>
    /// <param name="client">The server.</param>
    /// <param name="job">As the server answered.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    public static async Task<JsonElement> ForEndAsync(ServerClient client, JsonElement job, CancellationToken cancellationToken)
    {
        string path = $"replays/{job.GetProperty("id").GetInt64()}";
        await Console.Error.WriteLineAsync(
            $"vireo: the policy in force and the one asked for are run over {Text(job, "from")} to {Text(job, "to")} " +
            $"(replay {job.GetProperty("id").GetInt64()})." +
            (job.GetProperty("putsInForce").GetBoolean() ? " --force passes by." : ""));
        using var progress = new ProgressBar("replaying", TimeProvider.System);
        double told = 0;
        try
        {
            while (!job.GetProperty("hasEnded").GetBoolean())
            {
                await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
                job = await client.GetAsync(path, cancellationToken);
                double done = job.GetProperty("progress").GetDouble();
                progress.Report(done);
                if (Console.IsErrorRedirected && done >= told + Quarter && done < 1)
                {
                    told = Math.Floor(done / Quarter) * Quarter;
                    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"vireo: {told:P0} replayed"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await client.DeleteAsync(path, CancellationToken.None);
            throw;
        }

        return job;
    }

    private static string Text(JsonElement job, string name) => DetailsView.Plain(job.GetProperty(name));
}
