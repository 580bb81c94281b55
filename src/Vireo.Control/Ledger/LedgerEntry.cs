using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a plan promised beside what came of it.</summary>
/// <param name="Plan">The number of its receipt.</param>
/// <param name="At">When it was made.</param>
/// <param name="Cluster">For which placement domain.</param>
/// <param name="Policy">Name of the policy that made it.</param>
/// <param name="Terms">Hash of what in that policy shapes such promises: neither its name nor its modes.</param>
public sealed record LedgerEntry(long Plan, DateTimeOffset At, ClusterId Cluster, string Policy, ContentHash Terms)
{
    /// <summary>How far the check has come.</summary>
    public LedgerPhase Phase { get; init; }

    /// <summary>Why it is where it is; empty when that is plain.</summary>
    public string Note { get; init; } = "";

    /// <summary>What its actions were to gain over the horizon, without what wishes are worth: those that succeeded, once
    /// they have ended.</summary>
    public double PromisedWattHours { get; init; }

    /// <summary>What its actions were said to cost.</summary>
    public double CostWattHours { get; init; }

    /// <summary>Migrations in it.</summary>
    public int Moves { get; init; }

    /// <summary>Migrations that succeeded.</summary>
    public int MovesDone { get; init; }

    /// <summary>Whether everything that was started also succeeded; only then is the promise held against the
    /// policy.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Start of the window that is measured: when its last action had ended.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of that window, one horizon later.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What the forecast of demand said would come of it; null when there was none.</summary>
    public PlacementEffect? Expected { get; init; }

    /// <summary>What the demand that was measured made of it.</summary>
    public PlacementEffect? Measured { get; init; }

    /// <summary>Share of the demand in the window that was measured, 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>Whether it says something about the policy: it promised a gain, was carried out whole and was
    /// measured.</summary>
    public bool IsEvidence => Phase == LedgerPhase.Measured && IsWhole && PromisedWattHours > 0;
}
