namespace Vireo.Fleet;

/// <summary>The outside world failed; says whether trying again makes sense.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ProviderException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }
}
