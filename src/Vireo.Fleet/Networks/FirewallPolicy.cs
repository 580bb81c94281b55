using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Which packets may reach or leave some machines; what no rule allows is dropped, answers are let
/// through.</summary>
public sealed record FirewallPolicy
{
    /// <summary>Unique among firewalls: a letter, then letters, digits and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Networks whose machines it protects.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Groups whose machines it protects.</summary>
    public ImmutableArray<VmGroupId> Groups { get; init; } = [];

    /// <summary>Names of machines that it protects, with <c>*</c> for any text.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>What is allowed.</summary>
    public ImmutableArray<FirewallRule> Rules { get; init; } = [];

    /// <summary>Whether machines may open connections to anywhere; without, rules that say <c>to</c> decide.</summary>
    public bool AllowsOutgoing { get; init; } = true;
}
