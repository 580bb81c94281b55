using System.Collections.Immutable;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>What a resource pool says about itself.</summary>
internal sealed record PoolFacts
{
    private const double MiB = 1 << 20;

    /// <summary>The properties that are followed.</summary>
    public static ImmutableArray<string> Paths { get; } =
        ["name", "parent", "owner", "config.cpuAllocation", "config.memoryAllocation", "customValue"];

    /// <summary>Its reference.</summary>
    public required ManagedObject Reference { get; init; }

    /// <summary>What people call it; the one at the root of a cluster is called Resources.</summary>
    public string Name { get; init; } = "";

    /// <summary>The pool it is a part of, or the cluster of which it is the root.</summary>
    public ManagedObject? Parent { get; init; }

    /// <summary>The cluster whose capacity it divides.</summary>
    public ManagedObject? Owner { get; init; }

    /// <summary>In MHz.</summary>
    public ResourceTerms Cpu { get; init; } = ResourceTerms.Usual;

    /// <summary>In bytes.</summary>
    public ResourceTerms Memory { get; init; } = ResourceTerms.Usual;

    /// <summary>Its custom attributes, by key.</summary>
    public ImmutableDictionary<int, string> Custom { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Whether it is the whole of its cluster.</summary>
    public bool IsRoot => Parent?.Type != "ResourcePool" && Parent?.Type != "VirtualApp";

    /// <summary>The same with another value of a property; of one that is not known, the same.</summary>
    public PoolFacts With(string path, XElement? value) => path switch
    {
        "name" => this with { Name = value?.Value ?? "" },
        "parent" => this with { Parent = ManagedObject.Read(value) },
        "owner" => this with { Owner = ManagedObject.Read(value) },
        "config.cpuAllocation" => this with { Cpu = Read(value, 1) },
        "config.memoryAllocation" => this with { Memory = Read(value, MiB) },
        "customValue" => this with { Custom = CustomAttributes.Values(value) },
        _ => this,
    };

    // A limit of -1 is none; shares by a level are the usual ones.
    private static ResourceTerms Read(XElement? allocation, double unit) => new(
        (Vim.Whole(allocation.Child("reservation")) ?? 0) * unit,
        Vim.Whole(allocation.Child("limit")) is { } limit and >= 0 ? limit * unit : null,
        allocation.Child("shares") is { } shares && shares.Text("level") == "custom"
            ? Vim.Whole(shares.Child("shares"))
            : null);
}
