using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo vm</c>: orders something to be done to one machine.</summary>
internal static partial class VmCommands
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var toDisk = new Option<bool>("--to-disk") { Description = "Writes its memory to disk and gives it back to the host." };
        var suspend = Verb(
            "suspend", "Lets a running machine stand still until it is resumed.", "vireo vm suspend vm-001 --to-disk --wait",
            arguments => new Dictionary<string, object?> { ["toDisk"] = arguments.GetValue(toDisk) });
        suspend.Add(toDisk);
        var cores = new Option<int?>("--cores") { Description = "Virtual cores; left out, they stay." };
        var memory = new Option<string?>("--memory") { Description = "Such as 8GiB; left out, it stays." };
        var restart = new Option<bool>("--restart") { Description = "It may be stopped and started again for it." };
        var snapshot = new Option<bool>("--snapshot-first") { Description = "A snapshot is taken before; without it the size stays." };
        var resize = Verb(
            "resize", "Gives a machine other cores or memory, while it runs unless '--restart' is given.",
            "vireo vm resize vm-001 --memory 8GiB --wait",
            arguments => new Dictionary<string, object?>
            {
                ["cores"] = arguments.GetValue(cores),
                ["memory"] = arguments.GetValue(memory),
                ["restarts"] = arguments.GetValue(restart),
                ["snapshotFirst"] = arguments.GetValue(snapshot),
            });
        resize.Add(cores);
        resize.Add(memory);
        resize.Add(restart);
        resize.Add(snapshot);
        var host = new Option<string?>("--host") { Description = "The host it is to run on; left out, it stays." };
        var datastore = new Option<string?>("--datastore")
        {
            Description = "The datastore its files are to lie on; left out, they stay.",
        };
        var move = Verb(
            "move", "Moves a machine to another host, its files to another datastore, or both at once.",
            "vireo vm move vm-001 --host host-02 --wait",
            arguments => new Dictionary<string, object?>
            {
                ["host"] = arguments.GetValue(host),
                ["datastore"] = arguments.GetValue(datastore),
            });
        move.Add(host);
        move.Add(datastore);
        var vm = new Command(
            "vm", "Orders something to be done to one machine: the next decision plans it, and guard rails, mode and approval hold for it. " +
            "'vireo orders' says what became of it.\nExample: vireo vm reset vm-001 --wait")
        {
            suspend,
            Verb("resume", "Lets a suspended machine go on.", "vireo vm resume vm-001", _ => null),
            Verb(
                "reset", "Starts a running machine anew without asking its guest; what the guest has not written is lost.",
                "vireo vm reset vm-001", _ => null),
            resize,
            move,
            Snapshots(),
            Abort(),
        };
        foreach (var option in ServerCommands.Shared)
        {
            vm.Add(option);
        }

        return vm;
    }

    private static Command Verb(
        string name, string description, string example, Func<ParseResult, Dictionary<string, object?>?> body)
    {
        return Order(
            name, description, example, [],
            (client, path, query, arguments, cancellationToken) =>
                client.PostAsync($"{path}/{name}{query}", body(arguments), cancellationToken));
    }

    // Orders by a call of its own, and waits for the end where that is wanted.
    private static Command Order(
        string name, string description, string example, IReadOnlyList<Argument> more,
        Func<ServerClient, string, string, ParseResult, CancellationToken, Task<JsonElement>> send)
    {
        var machine = Machine();
        var cluster = Cluster();
        var wait = new Option<bool>("--wait") { Description = "Until it has ended; 3 when it did not come to what was ordered." };
        var verb = new Command(name, $"{description}\nExample: {example}") { machine, cluster, wait };
        foreach (var argument in more)
        {
            verb.Add(argument);
        }

        verb.SetAction(async (arguments, cancellationToken) =>
        {
            string id = Uri.EscapeDataString(arguments.GetRequiredValue(machine));
            string where = arguments.GetValue(cluster) is { } known ? $"cluster={Uri.EscapeDataString(known)}" : "";
            using var client = ServerCommands.Connect(arguments);
            var order = await send(client, $"vms/{id}", (where.Length > 0 ? "?" : "") + where, arguments, cancellationToken);
            if (arguments.GetValue(wait))
            {
                order = await EndOfAsync(client, $"orders?limit=1&vm={id}{(where.Length > 0 ? "&" : "")}{where}", order, cancellationToken);
            }

            if (ServerCommands.WantsJson(arguments))
            {
                TableView.WriteJson(order);
            }
            else
            {
                Console.WriteLine(Say(order));
            }

            return !HasEnded(order) || Text(order, "status") == "done" ? ExitCode.Done : ExitCode.Negative;
        });

        return verb;
    }

    private static Argument<string> Machine() => new("vm") { Description = "As 'vireo vms' names it." };

    private static Option<string?> Cluster() => new("--cluster") { Description = "Which cluster, where there are several." };

    private static async Task<JsonElement> EndOfAsync(
        ServerClient client, string path, JsonElement order, CancellationToken cancellationToken)
    {
        string told = "";
        while (!HasEnded(order))
        {
            if (Text(order, "detail") is { Length: > 0 } detail && detail != told)
            {
                told = detail;
                await Console.Error.WriteLineAsync($"vireo: {detail}");
            }

            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            order = (await client.GetAsync(path, cancellationToken)).GetProperty("items")[0];
        }

        return order;
    }

    private static bool HasEnded(JsonElement order) => order.GetProperty("hasEnded").GetBoolean();

    private static string Text(JsonElement order, string name) => order.GetProperty(name).GetString() ?? "";

    private static string Say(JsonElement order) => HasEnded(order)
        ? $"{Text(order, "order")}: {Text(order, "status")}. {Text(order, "detail")}".TrimEnd()
        : $"{Text(order, "order")}: the next decision plans it. What becomes of it: vireo orders";
}
