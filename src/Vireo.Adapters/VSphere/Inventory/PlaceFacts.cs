using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>What a datacenter, a folder, a datastore or a network says about itself.</summary>
internal sealed record PlaceFacts
{
    /// <summary>The properties that are followed of all but datastores.</summary>
    public static ImmutableArray<string> Paths { get; } = ["name", "parent"];

    /// <summary>The properties that are followed of datastores.</summary>
    public static ImmutableArray<string> DatastorePaths { get; } =
        ["name", "parent", "summary.capacity", "summary.freeSpace"];

    /// <summary>Its reference.</summary>
    public required ManagedObject Reference { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it is in the tree.</summary>
    public ManagedObject? Parent { get; init; }

    /// <summary>Of a datastore, in bytes.</summary>
    public long Capacity { get; init; }

    /// <summary>Of a datastore, in bytes.</summary>
    public long FreeSpace { get; init; }

    /// <summary>The same with another value of a property; of one that is not known, the same.</summary>
    public PlaceFacts With(string path, XElement? value) => path switch
    {
        "name" => this with { Name = value?.Value ?? "" },
        "parent" => this with { Parent = ManagedObject.Read(value) },
        "summary.capacity" => this with { Capacity = Vim.Whole(value) ?? 0 },
        "summary.freeSpace" => this with { FreeSpace = Vim.Whole(value) ?? 0 },
        _ => this,
    };
}
