using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>What a cluster, or the one of its own that a single host has, says about itself.</summary>
internal sealed record ClusterFacts
{
    /// <summary>The properties that are followed.</summary>
    public static ImmutableArray<string> Paths { get; } = ["name", "parent", "resourcePool", "configurationEx", "customValue"];

    /// <summary>Its reference.</summary>
    public required ManagedObject Reference { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The folder it is in.</summary>
    public ManagedObject? Parent { get; init; }

    /// <summary>The pool that is the whole of it.</summary>
    public ManagedObject? RootPool { get; init; }

    /// <summary>Whether vSphere restarts the machines of a host that fails (HA).</summary>
    public bool HasAvailability { get; init; }

    /// <summary>How DRS deals with it: <c>manual</c>, <c>partiallyAutomated</c>, <c>fullyAutomated</c>; empty when it is
    /// off.</summary>
    public string Drs { get; init; } = "";

    /// <summary>Names of the rules that DRS keeps.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Its custom attributes, by key.</summary>
    public ImmutableDictionary<int, string> Custom { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Whether DRS moves machines without asking.</summary>
    public bool MovesByItself => Drs == "fullyAutomated";

    /// <summary>The same with another value of a property; of one that is not known, the same.</summary>
    public ClusterFacts With(string path, XElement? value) => path switch
    {
        "name" => this with { Name = value?.Value ?? "" },
        "parent" => this with { Parent = ManagedObject.Read(value) },
        "resourcePool" => this with { RootPool = ManagedObject.Read(value) },
        "configurationEx" => this with
        {
            HasAvailability = Vim.IsTrue(value.Child("dasConfig").Child("enabled")),
            Drs = Vim.IsTrue(value.Child("drsConfig").Child("enabled"))
                ? value.Child("drsConfig").Text("defaultVmBehavior")
                : "",
            Rules = [.. value.Children("rule").Select(rule => rule.Text("name"))],
        },
        "customValue" => this with { Custom = CustomAttributes.Values(value) },
        _ => this,
    };
}
