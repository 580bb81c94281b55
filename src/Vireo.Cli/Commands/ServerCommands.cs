using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary>The commands that ask a running server: nouns list, <c>NOUN show ID</c> details.</summary>
internal static partial class ServerCommands
{
    private static readonly Option<string> Server = new("--server")
    {
        Description = "The server's address.",
        DefaultValueFactory = _ => "http://127.0.0.1:8460",
        Recursive = true,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable output.", Recursive = true };

    /// <summary>The options that all of them have.</summary>
    public static IReadOnlyList<Option> Shared { get; } = [Server, Json];

    /// <summary>Builds them all.</summary>
    public static IEnumerable<Command> Create()
    {
        yield return Ask("status", "How the server and its clusters are doing.", "status");
        yield return Ask("fleet", "The fleet in figures.", "fleet");
        foreach (var noun in Nouns.All)
        {
            yield return Listing(noun);
        }

        yield return TimelineCommand.Create(Send);
        yield return SeriesCommands.Series(Send);
        yield return SeriesCommands.Forecasts(Send);
        yield return Audit();
        yield return Change("pause", "Starts nothing new until resumed; what runs finishes.", "pause");
        yield return Change("resume", "Lets actions start again.", "resume");
        yield return Scale();
        yield return Maintain();
        yield return VmCommands.Create();
        yield return DeployCommand.Create(
            Send, [Server, Json], Listing(Nouns.Deployments, "list"), Listing(Nouns.Needs, "expected"),
            Show(Nouns.Deployments, "vireo deploy"), CancelDeployment());
        yield return ApplyCommand.Create();
        yield return DeleteCommand.Create();
        yield return PolicyCommand.Create();
        yield return ReplayCommand.Create();
        yield return LoginCommand.Create(Server);
    }

    private static Command Ask(string name, string description, string path)
    {
        var command = new Command(name, $"{description}\nExample: vireo {name}") { Server, Json };
        command.SetAction((arguments, cancellationToken) => Send(
            arguments, client => client.GetAsync(path, cancellationToken), value => DetailsView.Write(value)));

        return command;
    }

    private static Command Change(string name, string description, string path)
    {
        var command = new Command(name, $"{description}\nExample: vireo {name}") { Server, Json };
        command.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.PostAsync(path, body: null, cancellationToken),
            _ => Console.WriteLine("done")));

        return command;
    }

    private static Task<int> TestAsync(ParseResult arguments, string path, CancellationToken cancellationToken) =>
        Judge(arguments, client => client.PostAsync(path, body: null, cancellationToken), "hasArrived");

    private static Task<int> Judge(
        ParseResult arguments, string path, string verdict, CancellationToken cancellationToken) =>
        Judge(arguments, client => client.GetAsync(path, cancellationToken), verdict);

    private static async Task<int> Judge(
        ParseResult arguments, Func<ServerClient, Task<JsonElement>> ask, string verdict)
    {
        int code = ExitCode.Negative;
        await Send(
            arguments,
            ask,
            answer => Console.WriteLine(answer.GetProperty("explanation").GetString()),
            answer => code = Verdict(answer, verdict));

        return code;
    }

    // What cannot be judged any more is no negative finding.
    private static int Verdict(JsonElement answer, string verdict) =>
        answer.GetProperty(verdict).GetBoolean() ? ExitCode.Done
        : answer.TryGetProperty("isConclusive", out var conclusive) && !conclusive.GetBoolean() ? ExitCode.Failed
        : ExitCode.Negative;

    private static async Task<int> Send(
        ParseResult arguments,
        Func<ServerClient, Task<JsonElement>> ask,
        Action<JsonElement> show,
        Action<JsonElement>? look = null)
    {
        using var client = Connect(arguments);
        var answer = await ask(client);
        look?.Invoke(answer);
        if (WantsJson(arguments))
        {
            TableView.WriteJson(answer);
        }
        else
        {
            show(answer);
        }

        return ExitCode.Done;
    }

    /// <summary>Asks the server that the options name, and shows the answer or writes it as JSON.</summary>
    internal static Task<int> Send(
        ParseResult arguments, Func<ServerClient, Task<JsonElement>> ask, Action<JsonElement> show) =>
        Send(arguments, ask, show, look: null);

    /// <summary>The server that the options name.</summary>
    internal static ServerClient Connect(ParseResult arguments) =>
        new(Address(arguments.GetRequiredValue(Server)), TokenFile.Find());

    /// <summary>Whether the answer is for a program.</summary>
    internal static bool WantsJson(ParseResult arguments) => arguments.GetValue(Json);

    internal static Uri Address(string server) =>
        Uri.TryCreate(server, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address
            : throw new UsageException($"--server '{server}' is not an address such as http://127.0.0.1:8460.");
}
