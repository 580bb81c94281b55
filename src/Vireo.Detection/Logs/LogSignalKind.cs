namespace Vireo.Detection.Logs;

/// <summary>What is remarkable about a kind of log line.</summary>
public enum LogSignalKind
{
    /// <summary>It was never seen before.</summary>
    New,

    /// <summary>It came back after a long time.</summary>
    Rare,

    /// <summary>It comes far more often than it did.</summary>
    Burst,

    /// <summary>It came regularly and no longer does.</summary>
    Vanished,
}
