namespace Vireo.Detection.Notifying;

/// <summary>How it goes with a receiver.</summary>
/// <param name="Name">Which.</param>
public sealed record ReceiverState(string Name)
{
    /// <summary>Failures since the last message that arrived.</summary>
    public int Failures { get; init; }

    /// <summary>Not before that it is tried again.</summary>
    public DateTimeOffset RetryAt { get; init; }

    /// <summary>Why the last message did not arrive; empty when it did.</summary>
    public string LastError { get; init; } = "";

    /// <summary>When a message arrived last.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Messages that it may be sent at once, at <see cref="AllowanceAt"/>; it grows with time.</summary>
    public double Allowance { get; init; } = NotificationBook.MostAtOnce;

    /// <summary>When the allowance was counted.</summary>
    public DateTimeOffset AllowanceAt { get; init; }

    /// <summary>Incidents that were over and forgotten untold, because too many waited.</summary>
    public int Forgotten { get; init; }
}
