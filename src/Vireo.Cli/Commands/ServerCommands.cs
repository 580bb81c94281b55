using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary>The commands that ask a running server: nouns list, <c>NOUN show ID</c> details.</summary>
internal static class ServerCommands
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

        yield return SeriesCommands.Series(Send);
        yield return SeriesCommands.Forecasts(Send);
        yield return Audit();
        yield return Change("pause", "Starts nothing new until resumed; what runs finishes.", "pause");
        yield return Change("resume", "Lets actions start again.", "resume");
        yield return Scale();
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

    private static Command Listing(Noun noun)
    {
        var list = Listing(noun, noun.Name);
        if (noun.HasDetails)
        {
            list.Add(noun.Name switch
            {
                "groups" => GroupCommands.Show(noun, Send),
                "models" => ModelCommands.Show(noun, Send),
                _ => Show(noun, $"vireo {noun.Name}"),
            });
        }

        foreach (var verb in noun.Name switch
        {
            "plans" => PlanVerbs(),
            "receipts" => ReceiptVerbs(),
            "ledger" => LedgerVerbs(),
            "silences" => SilenceCommands.Verbs(Send).Prepend(Listing(noun, "list")),
            "receivers" => [SilenceCommands.Test(TestAsync)],
            _ => [],
        })
        {
            list.Add(verb);
        }

        return list;
    }

    private static Command Listing(Noun noun, string name)
    {
        var limit = new Option<int>("--limit")
        {
            Description = "How many rows, at most 1000.",
            DefaultValueFactory = _ => 50,
        };
        var offset = new Option<int>("--offset")
        {
            Description = "How many rows to leave out before, for what --limit cuts off.",
        };
        string example = name == noun.Name ? name : noun.Name == "silences" ? $"{noun.Name} {name}" : $"deploy {name}";
        var list = new Command(name, $"{noun.Description}\nExample: vireo {example}") { limit, offset };

        // Below another command they are inherited from it.
        if (name == noun.Name)
        {
            list.Add(Server);
            list.Add(Json);
        }

        list.SetAction(async (arguments, cancellationToken) =>
        {
            string footer = "";
            int code = await Send(
                arguments,
                async client =>
                {
                    string part = $"limit={arguments.GetValue(limit)}&offset={arguments.GetValue(offset)}";
                    var page = await client.GetAsync($"{noun.Name}?{part}{noun.ListQuery}", cancellationToken);
                    if (noun.Footer is { } below && !WantsJson(arguments))
                    {
                        footer = below.Text(page, await client.GetAsync(below.Path, cancellationToken));
                    }

                    return page;
                },
                answer =>
                {
                    var items = answer.GetProperty("items");
                    TableView.Write(items, noun.Columns);
                    footer = items.GetArrayLength() == 0 && noun.Empty.Length > 0 ? $"vireo: note: {noun.Empty}\n{footer}" : footer;
                });

            // Standard output stays a table that programs can read.
            await Console.Error.WriteAsync(footer);

            return code;
        });

        return list;
    }

    private static Command Show(Noun noun, string parent)
    {
        var id = new Argument<string>("id") { Description = "As the listing names it." };
        var show = new Command("show", $"Details of one.\nExample: {parent} show {noun.ExampleId}") { id };
        show.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.GetAsync(
                $"{noun.Name}/{Identifier(noun, arguments.GetRequiredValue(id))}{noun.DetailQuery}", cancellationToken),
            noun.Details ?? (value => DetailsView.Write(value))));

        return show;
    }

    private static Command CancelDeployment()
    {
        var id = new Argument<string>("id") { Description = "As 'vireo deploy list' names it." };
        var cancel = new Command(
            "cancel", "Undoes a deployment that waits or is being made: all of it is taken away again.\nExample: vireo deploy cancel shop")
        {
            id,
        };
        cancel.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.DeleteAsync($"deployments/{Uri.EscapeDataString(arguments.GetRequiredValue(id))}", cancellationToken),
            DeploymentView.Write));

        return cancel;
    }

    private static IEnumerable<Command> PlanVerbs()
    {
        var approved = new Argument<long>("id") { Description = "The plan." };
        var approve = new Command("approve", "Lets a waiting plan be carried out.\nExample: vireo plans approve 42") { approved };
        approve.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.PostAsync($"plans/{arguments.GetValue(approved)}/approve", body: null, cancellationToken),
            _ => Console.WriteLine("approved")));
        yield return approve;

        var rejected = new Argument<long>("id") { Description = "The plan." };
        var reason = new Option<string>("--reason") { Description = "Why; goes into the audit trail.", Required = true };
        var reject = new Command(
            "reject", "Turns a waiting plan down.\nExample: vireo plans reject 42 --reason \"quarter end\"")
        {
            rejected, reason,
        };
        reject.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.PostAsync(
                $"plans/{arguments.GetValue(rejected)}/reject",
                new Dictionary<string, string> { ["reason"] = arguments.GetRequiredValue(reason) },
                cancellationToken),
            _ => Console.WriteLine("rejected")));
        yield return reject;
    }

    private static IEnumerable<Command> ReceiptVerbs()
    {
        var id = new Argument<long>("id") { Description = "The receipt." };
        var verify = new Command(
            "verify", "Decides again from the receipt's inputs; the plan must be identical.\nExample: vireo receipts verify 42")
        {
            id,
        };
        verify.SetAction((arguments, cancellationToken) => Judge(
            arguments, $"receipts/{arguments.GetValue(id)}/verify", "isIdentical", cancellationToken));
        yield return verify;

        var folds = new Command(
            "folds", "Lists the months whose receipts are too old to be kept one by one.\nExample: vireo receipts folds");
        folds.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.GetAsync("receipts/folds", cancellationToken),
            answer => TableView.Write(answer.GetProperty("items"), Nouns.Folds)));
        yield return folds;
    }

    private static IEnumerable<Command> LedgerVerbs()
    {
        var verdict = new Command(
            "verdict", "Whether the promises of the policy in force come true; 3 where they do not.\nExample: vireo ledger verdict");
        verdict.SetAction(async (arguments, cancellationToken) =>
        {
            int code = ExitCode.Done;
            await Send(
                arguments,
                client => client.GetAsync("ledger/verdict", cancellationToken),
                answer => TableView.Write(answer.GetProperty("items"), Nouns.Verdicts),
                answer => code = answer.GetProperty("items").EnumerateArray()
                    .Any(item => item.GetProperty("verdict").GetProperty("isBroken").GetBoolean()) ? ExitCode.Negative : code);

            return code;
        });
        yield return verdict;
    }

    private static Command Audit()
    {
        var audit = Listing(Nouns.Audit);
        var verify = new Command("verify", "Looks for edits, deletions and re-ordering.\nExample: vireo audit verify");
        verify.SetAction((arguments, cancellationToken) => Judge(
            arguments, "audit/verify", "isIntact", cancellationToken));
        audit.Add(verify);

        return audit;
    }

    private static Command Scale()
    {
        var group = new Argument<string>("group") { Description = "As 'vireo groups' names it." };
        var minimum = new Option<int?>("--min") { Description = "Replicas that are kept whatever the load." };
        var maximum = new Option<int?>("--max") { Description = "The ceiling over all its objects in any state." };
        var replicas = new Option<int?>("--replicas") { Description = "Exactly so many." };
        var scale = new Command(
            "scale", "Sets how many replicas a group may have, from the next decision; a bound that is left out stays.\n" +
            "Example: vireo scale web --min 3 --max 12")
        {
            Server, Json, group, minimum, maximum, replicas,
        };
        scale.SetAction((arguments, cancellationToken) =>
        {
            int? low = arguments.GetValue(replicas) ?? arguments.GetValue(minimum);
            int? high = arguments.GetValue(replicas) ?? arguments.GetValue(maximum);
            if (low is null && high is null)
            {
                throw new UsageException("'vireo scale' needs --min, --max or both, or --replicas.");
            }

            if (arguments.GetValue(replicas) is not null && (arguments.GetValue(minimum) ?? arguments.GetValue(maximum)) is not null)
            {
                throw new UsageException("'vireo scale' takes --replicas, or --min and --max, not both.");
            }

            string path = $"groups/{Uri.EscapeDataString(arguments.GetRequiredValue(group))}/bounds";

            return Send(
                arguments,
                client => client.PutAsync(
                    path, new Dictionary<string, int?> { ["minimum"] = low, ["maximum"] = high }, cancellationToken),
                answer => Console.WriteLine(answer.GetProperty("decision").GetProperty("reason").GetString()));
        });

        return scale;
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

    private static Task<int> Send(
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

    private static string Identifier(Noun noun, string id) =>
        noun.IsNumbered && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? throw new UsageException($"{noun.Name} are numbered: '{id}' is no number. 'vireo {noun.Name}' lists them.")
            : string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
