namespace Vireo.Telemetry.Cleaning;

/// <summary>Why a sample was not stored.</summary>
public enum RejectReason
{
    /// <summary>It names no entity or no metric.</summary>
    Malformed,

    /// <summary>Its value is not a number.</summary>
    NotANumber,

    /// <summary>Its value is infinite.</summary>
    Infinite,

    /// <summary>Its value is below what the metric can be.</summary>
    TooSmall,

    /// <summary>Its value is above what the metric can be.</summary>
    TooLarge,

    /// <summary>Its clock is ahead of ours.</summary>
    FromTheFuture,

    /// <summary>It is older than anything that is kept.</summary>
    FromThePast,

    /// <summary>It came after so many later ones that it can no longer be told from a repetition.</summary>
    TooLate,

    /// <summary>It was seen before.</summary>
    Repeated,
}
