using System.CommandLine;
using System.Text.RegularExpressions;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary>The command line as a whole: what there is, and how its ends become exit codes.</summary>
internal static partial class VireoCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return await FailAsync(Unknown(parsed), ExitCode.Usage);
        }

        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"vireo: {Plain(error.Message)}");
            }

            await Console.Error.WriteLineAsync("See 'vireo --help', or --help after a command, for usage and an example.");

            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException error)
        {
            return await FailAsync(error.Message, ExitCode.Usage);
        }
        catch (ServerException error) when (error.IsUsage)
        {
            return await FailAsync(error.Message, ExitCode.Usage);
        }
        catch (Exception error) when (error is ServerException or ProviderException or IOException)
        {
            return await FailAsync(error.Message, ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("stopped.", ExitCode.Failed);
        }
    }

    /// <summary>Builds the tree of commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Vireo runs a fleet of virtual machines by itself, and can explain and replay every decision.\n" +
            "Example: vireo up\nFrom a checkout also: ./vireo test (every test), ./vireo bench (the benchmarks).")
        {
            UpCommand.Create(),
            SimulateCommand.Create(),
            PlaceCommand.Create(),
            ForecastCommand.Create(),
            LogsCommand.Create(),
            DetectCommand.Create(),
            RulesCommand.Create(),
            ConfigCommand.Create(),
            ProvidersCommand.Create(),
            NetworkCommand.Create(),
            TopologyCommand.Create(),
            SwitchesCommand.Create(),
        };
        foreach (var command in ServerCommands.Create())
        {
            root.Add(command);
        }

        return root;
    }

    // Said before anything else, so that help after a mistyped command does not hide the mistake.
    private static string Unknown(ParseResult parsed)
    {
        string typed = parsed.UnmatchedTokens[0];
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name));
        string path = command is RootCommand ? "vireo" : $"vireo {command.Name}";

        return $"'{typed}' is not known to '{path}'. Did you mean '{NearestWord.Of(typed, known)}'? See '{path} --help'.";
    }

    /// <summary>A parser's message in words of the command line, not of the program's types.</summary>
    internal static string Plain(string message) => TypeOfProgram().Replace(
        message,
        match => match.Groups["type"].Value switch
        {
            "Int32" => "a whole number of at most 2,147,483,647",
            "Int64" => "a whole number",
            "Double" => "a number",
            "Boolean" => "true or false",
            "DateTimeOffset" or "DateTime" => "a time such as 2026-03-05T20:00Z",
            _ => "a value of the form that --help shows",
        });

    [GeneratedRegex(@"expected type '(System\.Nullable`1\[+)?System\.(?<type>\w+)[^']*'")]
    private static partial Regex TypeOfProgram();

    private static async Task<int> FailAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"vireo: {message}");

        return code;
    }
}
