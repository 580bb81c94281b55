using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;

namespace Vireo.Detection.Rules.Watching;

/// <summary>An alert of a rule, and what of the fleet it is about.</summary>
/// <param name="Source">The file or document that holds the rule, and its group: <c>file/group</c>.</param>
/// <param name="Entity">What is wrong: the first of its labels <c>vm</c>, <c>host</c>, <c>pool</c>, <c>group</c> and
/// <c>provider</c> that is set, else the cluster.</param>
/// <param name="Alert">The alert.</param>
public sealed record RuleAlert(string Source, EntityId Entity, Alert Alert)
{
    private static readonly ImmutableArray<(string Label, EntityKind Kind)> Kinds =
    [
        ("vm", EntityKind.VirtualMachine), ("host", EntityKind.Host), ("pool", EntityKind.Pool),
        ("group", EntityKind.Group), ("provider", EntityKind.Provider),
    ];

    internal static RuleAlert Of(string source, Alert alert, ClusterId cluster)
    {
        foreach ((string label, EntityKind kind) in Kinds)
        {
            if (alert.Labels[label] is { Length: > 0 } value)
            {
                return new(source, new(kind, value), alert);
            }
        }

        return new(source, EntityId.Of(cluster), alert);
    }
}
