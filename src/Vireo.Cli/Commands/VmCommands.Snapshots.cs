using System.CommandLine;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <content>Snapshots, and taking back what was begun.</content>
internal static partial class VmCommands
{
    private static readonly Column[] SnapshotColumns =
    [
        new("snapshot", "name"), new("taken", "takenAt"), new("memory", "hasMemory"), new("external", "isExternal"),
        new("current", "isCurrent"), new("after", "parent"),
    ];

    /// <summary><c>vireo orders cancel</c>.</summary>
    public static Command Cancel()
    {
        var number = new Argument<long>("id") { Description = "As 'vireo orders' numbers it." };
        var cluster = Cluster();
        var cancel = new Command(
            "cancel", "Takes an order back: one that waits never begins; one that is under way is aborted where that can be done, and " +
            "'vireo orders' says how it ended.\nExample: vireo orders cancel 7")
        {
            number, cluster,
        };
        cancel.SetAction((arguments, cancellationToken) => ServerCommands.Send(
            arguments,
            client => client.PostAsync(
                $"orders/{arguments.GetRequiredValue(number)}/cancel{Query(arguments.GetValue(cluster))}", body: null, cancellationToken),
            order => Console.WriteLine(HasEnded(order)
                ? $"{Text(order, "order")}: {Text(order, "status")}. {Text(order, "detail")}".TrimEnd()
                : $"{Text(order, "order")}: it is under way and is aborted where that can be done. How it ends: vireo orders")));

        return cancel;
    }

    private static Command Abort()
    {
        var machine = Machine();
        var cluster = Cluster();
        var abort = new Command(
            "abort", "Aborts what Vireo has under way on a machine, such as a live migration; how it ended is read back and stands in its " +
            "plan.\nExample: vireo vm abort vm-001")
        {
            machine, cluster,
        };
        abort.SetAction((arguments, cancellationToken) => ServerCommands.Send(
            arguments,
            client => client.PostAsync(
                $"vms/{Uri.EscapeDataString(arguments.GetRequiredValue(machine))}/abort{Query(arguments.GetValue(cluster))}", body: null,
                cancellationToken),
            _ => Console.WriteLine("It is aborted where that can be done. How it ended: vireo plans")));

        return abort;
    }

    private static Command Snapshots()
    {
        var wanted = new Argument<string?>("name")
        {
            Description = "Letters, digits, '-', '_' or '.'; left out, it is called by the time.",
            DefaultValueFactory = _ => null,
        };
        var kept = new Argument<string>("name") { Description = "As 'vireo vm snapshot list' names it." };
        var gone = new Argument<string>("name") { Description = "As 'vireo vm snapshot list' names it." };

        return new Command(
            "snapshot", "Takes, lists, reverts to and deletes snapshots of a machine.\nExample: vireo vm snapshot take vm-001 before-upgrade --wait")
        {
            Order(
                "take", "Keeps what a machine is now: its disks, and its memory where that can be kept.",
                "vireo vm snapshot take vm-001 before-upgrade", [wanted],
                (client, path, query, arguments, cancellationToken) => client.PostAsync(
                    $"{path}/snapshots{query}", new Dictionary<string, object?> { ["name"] = arguments.GetValue(wanted) }, cancellationToken)),
            ListSnapshots(),
            Order(
                "revert", "Takes a machine back to a snapshot; what it has done since is lost.",
                "vireo vm snapshot revert vm-001 before-upgrade --wait", [kept],
                (client, path, query, arguments, cancellationToken) => client.PostAsync(
                    $"{path}/snapshots/{Uri.EscapeDataString(arguments.GetRequiredValue(kept))}/revert{query}", body: null, cancellationToken)),
            Order(
                "delete", "Gives a snapshot up; the machine stays as it is.", "vireo vm snapshot delete vm-001 before-upgrade", [gone],
                (client, path, query, arguments, cancellationToken) => client.DeleteAsync(
                    $"{path}/snapshots/{Uri.EscapeDataString(arguments.GetRequiredValue(gone))}{query}", cancellationToken)),
        };
    }

    private static Command ListSnapshots()
    {
        var machine = Machine();
        var cluster = Cluster();
        var list = new Command("list", "Lists a machine's snapshots, oldest first.\nExample: vireo vm snapshot list vm-001") { machine, cluster };
        list.SetAction((arguments, cancellationToken) => ServerCommands.Send(
            arguments,
            client => client.GetAsync(
                $"vms/{Uri.EscapeDataString(arguments.GetRequiredValue(machine))}/snapshots{Query(arguments.GetValue(cluster))}", cancellationToken),
            page => TableView.Write(page.GetProperty("items"), SnapshotColumns)));

        return list;
    }

    private static string Query(string? cluster) => cluster is null ? "" : $"?cluster={Uri.EscapeDataString(cluster)}";
}
