using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo pools</c>: the tree of pools, one resource at a time.</summary>
internal static class PoolCommands
{
    /// <summary>What can be asked for, as the API names it.</summary>
    public static IReadOnlyList<string> Resources { get; } = ["cpu", "memory", "network", "disk"];

    /// <summary>The columns for a resource.</summary>
    public static IReadOnlyList<Column> Columns(string resource)
    {
        var format = resource switch
        {
            "cpu" => ColumnFormat.Megahertz,
            "memory" => ColumnFormat.Gibibytes,
            _ => ColumnFormat.BytesPerSecond,
        };

        return
        [
            new("pool", "pool.pool", IndentPath: "pool.depth"), new("type", "pool.kind"), new("vms", "pool.machines"),
            new("reserved", $"pool.{resource}.reservation", format), new("limit", $"pool.{resource}.limit", format),
            new("entitled", $"pool.{resource}.entitlement", format), new("used", $"used.{resource}", format),
            new("needs", $"pool.{resource}.need", format), new("lent", $"pool.{resource}.lent", format),
            new("borrowed", $"pool.{resource}.borrowed", format), new("missing", $"pool.{resource}.missing", format),
            new("enforced", "isEnforced"), new("but not", "pool.notEnforced", ColumnFormat.Words), new("allocation", "pool.allocation"),
            new("parent", "pool.parent"), new("cluster", "cluster"),
        ];
    }
}
