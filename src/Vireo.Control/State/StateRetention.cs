namespace Vireo.Control;

/// <summary>How long the state file keeps what it could not do without otherwise, so that a server that runs for years
/// stays bounded.</summary>
public sealed record StateRetention
{
    /// <summary>The least that <see cref="Decisions"/> may be: what returns is looked for eight weeks back.</summary>
    public static readonly TimeSpan LeastDecisions = TimeSpan.FromDays(60);

    /// <summary>The least that <see cref="AuditRows"/> may be.</summary>
    public const int LeastAuditRows = 1_000;

    /// <summary>How long receipts, plans, journalled actions and ended deployments are kept one by one, on the fleet's own
    /// clock. Older ones are folded, a calendar month at a time. Thirteen months, so that a year can be compared with
    /// the one before.</summary>
    public TimeSpan Decisions { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Rows of the audit trail that are kept; a few hundred bytes each.</summary>
    public int AuditRows { get; init; } = 500_000;

    /// <summary>Folder that receives what is folded, as files that are never read again; null keeps none. Whoever names
    /// one looks after its size.</summary>
    public string? Archive { get; init; }
}
