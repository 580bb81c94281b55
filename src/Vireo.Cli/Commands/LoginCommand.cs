using System.CommandLine;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo login</c>: remembers a token for the commands that change the fleet.</summary>
internal static class LoginCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="server">The option that names the server.</param>
    public static Command Create(Option<string> server)
    {
        var file = new Option<string>("--token-file")
        {
            Description = "The file with the token; a server writes one into its data folder at its first start.",
            DefaultValueFactory = _ => Path.Combine("data", "token"),
        };
        var command = new Command(
            "login",
            "Remembers a token for later commands, after the server has accepted it; VIREO_TOKEN goes before it.\n" +
            "Example: vireo login --token-file data/token")
        {
            file, server,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            Read(arguments.GetRequiredValue(file)), ServerCommands.Address(arguments.GetRequiredValue(server)), cancellationToken));

        return command;
    }

    private static async Task<int> RunAsync(string token, Uri server, CancellationToken cancellationToken)
    {
        using var client = new ServerClient(server, token);
        var caller = await client.GetAsync("me", cancellationToken);
        string name = caller.GetProperty("name").GetString() ?? "";
        if (caller.GetProperty("roles").GetArrayLength() == 0)
        {
            // Who may read without a token is not told that a wrong one is wrong.
            throw new UsageException(
                $"The server at {server.GetLeftPart(UriPartial.Authority)} does not know this token: mistyped, revoked, or of " +
                "another server. Nothing was saved.");
        }

        TokenFile.Save(token);
        await Console.Error.WriteLineAsync($"Signed in as {name}. The token is saved in {TokenFile.Location}.");

        return ExitCode.Done;
    }

    private static string Read(string path)
    {
        try
        {
            string token = File.ReadAllText(path).Trim();

            return token.Length > 0 ? token : throw new UsageException($"'{path}' is empty; a token was expected.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read a token from '{path}': {error.Message}", error);
        }
    }
}
