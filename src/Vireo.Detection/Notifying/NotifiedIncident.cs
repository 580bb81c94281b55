using Vireo.Detection.Rules.Series;
using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>An incident as far as one receiver is concerned.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Labels">For routing and for people.</param>
/// <param name="Severity">How urgent.</param>
/// <param name="Title">One line.</param>
/// <param name="Evidence">The figures.</param>
/// <param name="Cause">What probably brought it about; empty when unknown.</param>
/// <param name="Consequences">Incidents that follow from it and are not told by themselves.</param>
/// <param name="OpenedAt">First sign, by the cluster's clock.</param>
/// <param name="SeenAt">When it was first seen here, by the server's clock.</param>
public sealed record NotifiedIncident(
    string Id, ClusterId Cluster, LabelSet Labels, Severity Severity, string Title, string Evidence, string Cause,
    int Consequences, DateTimeOffset OpenedAt, DateTimeOffset SeenAt)
{
    /// <summary>When it was over, by the server's clock; null while it lasts.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why nobody is told now; null when somebody is.</summary>
    public string? Muted { get; init; }

    /// <summary>As how urgent it was told; null when it was not.</summary>
    public Severity? Told { get; init; }

    /// <summary>Whether a message about it was begun: it may have arrived, whatever is known of it.</summary>
    public bool IsAttempted { get; init; }

    /// <summary>Whether somebody has to hear that it is wrong, or more urgent than was told.</summary>
    public bool IsNews => ResolvedAt is null && Muted is null && (Told is null || Severity > Told);

    /// <summary>Whether it is told again and again while it lasts.</summary>
    public bool IsFiring => ResolvedAt is null && Muted is null;
}
