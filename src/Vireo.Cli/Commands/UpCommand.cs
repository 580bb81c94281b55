using System.CommandLine;
using Vireo.Cli.Terminal;
using Vireo.Server.Hosting;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo up</c>: the server with its dashboard.</summary>
internal static class UpCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var config = new Option<string[]>("--config")
        {
            Description = "Configuration files (YAML). Without any, a simulated fleet runs.",
            AllowMultipleArgumentsPerToken = true,
        };
        var data = new Option<string>("--data")
        {
            Description = "Folder of the embedded stores.",
            DefaultValueFactory = _ => "data",
        };
        var url = new Option<string>("--url")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => "http://127.0.0.1:8460",
        };
        var command = new Command(
            "up",
            "Runs the server with its dashboard until Ctrl-C.\nExample: vireo up --config samples/planetlab.yaml")
        {
            config, data, url,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(config) ?? [], result.GetRequiredValue(data), result.GetRequiredValue(url), cancellationToken));

        return command;
    }

    private static async Task<int> RunAsync(
        string[] config, string data, string url, CancellationToken cancellationToken)
    {
        var options = new ServerOptions
        {
            ConfigurationFiles = [.. config],
            DataFolder = data,
            Urls = [url],
            ApplicationName = "vireo",
        };

        return await VireoServer.RunAsync(options, Console.Error.WriteLine, cancellationToken)
            ? ExitCode.Done
            : ExitCode.Usage;
    }
}
