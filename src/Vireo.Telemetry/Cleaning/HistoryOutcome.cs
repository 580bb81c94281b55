namespace Vireo.Telemetry.Cleaning;

/// <summary>What became of a sample that was put into a history.</summary>
internal enum HistoryOutcome
{
    /// <summary>Its instant is new.</summary>
    Added,

    /// <summary>Its instant was known with a smaller value.</summary>
    Corrected,

    /// <summary>Its instant was known with this value or a larger one.</summary>
    Repeated,

    /// <summary>It is older than everything remembered.</summary>
    TooLate,
}
