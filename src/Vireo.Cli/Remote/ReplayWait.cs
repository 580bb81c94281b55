using System.Text.Json;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Remote;

/// <summary>Follows a replay on a server to its end, and stops it there when the person stops waiting.</summary>
internal static class ReplayWait
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits.</summary>
    /// <param name="client">The server.</param>
    /// <param name="job">As the server answered.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    public static async Task<JsonElement> ForEndAsync(ServerClient client, JsonElement job, CancellationToken cancellationToken)
    {
        string path = $"replays/{job.GetProperty("id").GetInt64()}";
        using var progress = new ProgressBar("replaying", TimeProvider.System);
        try
        {
            while (!job.GetProperty("hasEnded").GetBoolean())
            {
                await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
                job = await client.GetAsync(path, cancellationToken);
                progress.Report(job.GetProperty("progress").GetDouble());
            }
        }
        catch (OperationCanceledException)
        {
            await client.DeleteAsync(path, CancellationToken.None);
            throw;
        }

        return job;
    }
}
