using System.CommandLine;
using System.Text.Json;
using Vireo.Cli.Remote;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary>What can be done with one of a noun besides showing it.</summary>
internal static partial class ServerCommands
{
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

    private static Command Maintain()
    {
        var host = new Argument<string>("host") { Description = "As 'vireo hosts' names it." };
        var end = new Option<bool>("--end") { Description = "The work is done: the host takes part again." };
        var maintain = new Command(
            "maintenance", "Empties a host, as far as the mode allows, and lets it receive nothing until '--end'.\n" +
            "Example: vireo maintenance host-01")
        {
            Server, Json, host, end,
        };
        maintain.SetAction((arguments, cancellationToken) => Send(
            arguments,
            client => client.PutAsync(
                $"hosts/{Uri.EscapeDataString(arguments.GetRequiredValue(host))}/maintenance",
                new Dictionary<string, bool> { ["on"] = !arguments.GetValue(end) }, cancellationToken),
            answer => Console.WriteLine(Say(answer, !arguments.GetValue(end)))));

        return maintain;
    }

    private static string Say(JsonElement details, bool isInMaintenance)
    {
        string id = details.GetProperty("host").GetProperty("id").GetString()!;
        int machines = details.GetProperty("vms").GetArrayLength();

        string mode = details.GetProperty("host").GetProperty("maintenanceMode").GetString()!;

        return (isInMaintenance, mode) switch
        {
            (false, "Entered") => $"Host '{id}' takes part again once the next plan has taken it out of its hypervisor's maintenance mode: vireo plans",
            (false, "EnteredByOthers") => $"Policy lets host '{id}' take part, but somebody put it into maintenance at its hypervisor: end it there.",
            (false, _) => $"Host '{id}' takes part again.",
            (true, "Left") when machines == 0 =>
                $"Host '{id}' is in maintenance and empty. The next plan puts it into its hypervisor's maintenance mode: vireo plans",
            (true, _) when machines == 0 => $"Host '{id}' is in maintenance and empty.",
            _ => $"Host '{id}' is in maintenance. What leaves it is in the next plan ({machines} machines are on it): vireo plans",
        };
    }
}
