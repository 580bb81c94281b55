using System.Collections.Immutable;

namespace Vireo.Detection.Notifying;

/// <summary>A node of the routing tree; what it leaves out it has from its parent.</summary>
public sealed record NotificationRoute
{
    /// <summary>What it takes; empty for everything.</summary>
    public LabelMatchers Matchers { get; init; } = LabelMatchers.Everything;

    /// <summary>Who is told; the root has one.</summary>
    public string? Receiver { get; init; }

    /// <summary>Labels whose values make one message; <c>...</c> for all of them.</summary>
    public ImmutableArray<string>? GroupBy { get; init; }

    /// <summary>How long a new group waits for others of its kind.</summary>
    public TimeSpan? GroupWait { get; init; }

    /// <summary>Least time between two messages about one group.</summary>
    public TimeSpan? GroupInterval { get; init; }

    /// <summary>After how long an unchanged group is told again.</summary>
    public TimeSpan? RepeatInterval { get; init; }

    /// <summary>Whether its siblings after it are tried as well.</summary>
    public bool Continue { get; init; }

    /// <summary>The first that matches takes it.</summary>
    public ImmutableArray<NotificationRoute> Routes { get; init; } = [];
}
