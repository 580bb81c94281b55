using Vireo.Server.Configuration;
using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>Runs everything: reads the configuration, opens the stores, starts the clusters and serves until
/// stopped.</summary>
public static class VireoServer
{
    /// <summary>Runs a server until it is cancelled or the process is asked to end.</summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="say">Takes one sentence for the terminal at a time, from any thread.</param>
    /// <param name="cancellationToken">Stops it cleanly.</param>
    /// <returns>False when it could not start; then why has been said.</returns>
    public static async Task<bool> RunAsync(
        ServerOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        var result = ConfigurationLoader.Load(options.Sources);
        if (result.Configuration is not { } configuration)
        {
            foreach (var problem in result.Problems)
            {
                say(problem.ToString());
            }

            return false;
        }

        try
        {
            await using var server = RunningServer.Open(options, DemoConfiguration.Or(configuration), say);
            await server.RunAsync(cancellationToken);

            return true;
        }
        catch (Exception failure) when (failure is TraceFormatException or InvalidDataException or IOException
            or UnauthorizedAccessException or UriFormatException or FormatException)
        {
            say(failure.Message);

            return false;
        }
    }
}
