using System.CommandLine;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo silences add</c> and <c>expire</c>, and <c>vireo receivers test</c>.</summary>
internal static class SilenceCommands
{
    /// <summary>What a listing of silences can also do.</summary>
    public static IEnumerable<Command> Verbs(SeriesCommands.Sender send)
    {
        yield return Add(send);
        yield return Expire(send);
    }

    /// <summary>Sends a test message; 3 where it does not arrive.</summary>
    /// <param name="judge">Asks, shows the explanation and turns the finding into an exit code.</param>
    public static Command Test(Func<ParseResult, string, CancellationToken, Task<int>> judge)
    {
        var name = new Argument<string>("name") { Description = "As 'vireo receivers' names it." };
        var test = new Command(
            "test",
            "Sends a message that says it is a test; ends with 3 where it does not arrive.\n" +
            "Example: vireo receivers test ops")
        {
            name,
        };
        test.SetAction((arguments, cancellationToken) => judge(
            arguments, $"receivers/{Uri.EscapeDataString(arguments.GetRequiredValue(name))}/test", cancellationToken));

        return test;
    }

    private static Command Add(SeriesCommands.Sender send)
    {
        var matchers = new Argument<string[]>("matchers")
        {
            Description = "Conditions that all have to hold: host=host-07, severity!=critical, alertname=~\"vm-.*\".",
            Arity = ArgumentArity.OneOrMore,
        };
        var lasts = new Option<string>("--for")
        {
            Description = "How long, such as 2h.",
            DefaultValueFactory = _ => "1h",
        };
        var starts = new Option<DateTimeOffset?>("--start")
        {
            Description = "From when, such as 2026-03-05T20:00Z; now without.",
        };
        var comment = new Option<string>("--comment") { Description = "Why; others read it.", Required = true };
        var add = new Command(
            "add",
            "Tells nobody of what the conditions match, for a while.\n" +
            "Example: vireo silences add host=host-07 --for 2h --comment \"new memory\"")
        {
            matchers, lasts, starts, comment,
        };
        add.SetAction((arguments, cancellationToken) =>
        {
            var body = new Dictionary<string, object>
            {
                ["matchers"] = arguments.GetRequiredValue(matchers),
                ["duration"] = arguments.GetRequiredValue(lasts),
                ["comment"] = arguments.GetRequiredValue(comment),
            };
            if (arguments.GetValue(starts) is { } from)
            {
                body["startsAt"] = from;
            }

            return send(
                arguments, client => client.PostAsync("silences", body, cancellationToken),
                answer => Console.WriteLine(answer.GetProperty("id").GetString()));
        });

        return add;
    }

    private static Command Expire(SeriesCommands.Sender send)
    {
        var id = new Argument<string>("id") { Description = "As 'vireo silences' lists it." };
        var expire = new Command(
            "expire",
            "Ends a silence now.\nExample: vireo silences expire 0197b5f0-ab12-7cde-8f01-23456789abcd")
        {
            id,
        };
        expire.SetAction((arguments, cancellationToken) => send(
            arguments,
            client => client.DeleteAsync(
                $"silences/{Uri.EscapeDataString(arguments.GetRequiredValue(id))}", cancellationToken),
            answer => Console.WriteLine($"over since {answer.GetProperty("endsAt").GetString()}")));

        return expire;
    }
}
