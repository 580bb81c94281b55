namespace Vireo.Control;

/// <summary>The state file cannot be read or written now: disk full, failing or locked. Nothing new is started while
/// it lasts, because nothing could be journalled.</summary>
public sealed class StateUnavailableException : IOException
{
    /// <summary>Creates the exception.</summary>
    public StateUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
