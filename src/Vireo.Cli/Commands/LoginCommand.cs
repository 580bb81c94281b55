using System.CommandLine;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo login</c>: remembers a token for the commands that change the fleet.</summary>
internal static class LoginCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var file = new Option<string>("--token-file")
        {
            Description = "The file with the token; a server writes one into its data folder at its first start.",
            DefaultValueFactory = _ => Path.Combine("data", "token"),
        };
        var command = new Command(
            "login", "Remembers a token for later commands; VIREO_TOKEN goes before it.\nExample: vireo login --token-file data/token")
        {
            file,
        };
        command.SetAction(arguments =>
        {
            TokenFile.Save(Read(arguments.GetRequiredValue(file)));
            Console.Error.WriteLine($"The token is saved in {TokenFile.Location}.");

            return ExitCode.Done;
        });

        return command;
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
