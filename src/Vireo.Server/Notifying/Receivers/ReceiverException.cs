namespace Vireo.Server.Notifying.Receivers;

/// <summary>A message may not have arrived; it is sent again, later.</summary>
internal sealed class ReceiverException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>How long the receiver asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
