namespace Vireo.Telemetry.Storage;

/// <summary>The store cannot take data now. It keeps serving what it acknowledged and is tried again each
/// round.</summary>
public sealed class StoreUnavailableException : IOException
{
    /// <summary>Creates the exception.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
