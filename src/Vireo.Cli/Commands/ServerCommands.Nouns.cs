using System.CommandLine;
using System.Globalization;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary>Nouns list, <c>NOUN show ID</c> details.</summary>
internal static partial class ServerCommands
{
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
            "orders" => [VmCommands.Cancel()],
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
        var choice = noun.Choice is { } offered ? Option(offered) : null;
        string example = name == noun.Name ? name : noun.Name == "silences" ? $"{noun.Name} {name}" : $"deploy {name}";
        var list = new Command(name, $"{noun.Description}\nExample: vireo {example}") { limit, offset };

        if (choice is not null)
        {
            list.Add(choice);
        }

        // Below another command they are inherited from it.
        if (name == noun.Name)
        {
            list.Add(Server);
            list.Add(Json);
        }

        list.SetAction(async (arguments, cancellationToken) =>
        {
            string footer = "";
            string? chosen = choice is null ? null : arguments.GetValue(choice);
            string rows = chosen is not null && noun.Choice!.Query.Length > 0 ? $"&{noun.Choice.Query}={chosen}" : "";
            var columns = chosen is not null && noun.Choice!.Columns is { } of ? of(chosen) : noun.Columns;
            int code = await Send(
                arguments,
                async client =>
                {
                    string part = $"limit={arguments.GetValue(limit)}&offset={arguments.GetValue(offset)}";
                    var page = await client.GetAsync($"{noun.Name}?{part}{noun.ListQuery}{rows}", cancellationToken);
                    if (noun.Footer is { } below && !WantsJson(arguments))
                    {
                        footer = below.Text(page, await client.GetAsync(below.Path, cancellationToken));
                    }

                    return page;
                },
                answer =>
                {
                    var items = answer.GetProperty("items");
                    TableView.Write(items, columns);
                    footer = items.GetArrayLength() == 0 && noun.Empty.Length > 0 ? $"vireo: note: {noun.Empty}\n{footer}" : footer;
                });

            // Standard output stays a table that programs can read.
            await Console.Error.WriteAsync(footer);

            return code;
        });

        return list;
    }

    private static Option<string?> Option(ListChoice choice)
    {
        var option = new Option<string?>(choice.Option)
        {
            Description = $"{choice.Description}: {string.Join(", ", choice.Values)}.",
        };
        option.AcceptOnlyFromAmong([.. choice.Values]);

        return option;
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

    private static string Identifier(Noun noun, string id) =>
        noun.IsNumbered && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? throw new UsageException($"{noun.Name} are numbered: '{id}' is no number. 'vireo {noun.Name}' lists them.")
            : string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
