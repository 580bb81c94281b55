using System.Collections.Immutable;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Notifying;

/// <summary>Incidents that one receiver is told together.</summary>
/// <param name="Key">Unique and the same after a restart.</param>
/// <param name="Receiver">Who is told.</param>
/// <param name="Labels">What they share.</param>
/// <param name="Since">When it began to wait, by the server's clock.</param>
public sealed record NotificationGroup(string Key, string Receiver, LabelSet Labels, DateTimeOffset Since)
{
    private readonly ImmutableArray<NotifiedIncident> _members = [];

    /// <summary>Ordered by identifier.</summary>
    public ImmutableArray<NotifiedIncident> Members
    {
        get => _members;
        init => _members = value.IsDefault ? [] : value;
    }

    /// <summary>How long it waits at first.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Least time between two messages.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>After how long it is told again.</summary>
    public TimeSpan Repeat { get; init; }

    /// <summary>When it was told last; null when it never was.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Messages about it that arrived.</summary>
    public int Messages { get; init; }
}
