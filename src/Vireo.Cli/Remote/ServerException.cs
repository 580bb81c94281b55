namespace Vireo.Cli.Remote;

/// <summary>The server refused or could not be reached; the message says what to do.</summary>
internal sealed class ServerException(string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether the request itself was wrong, as a mistyped option is.</summary>
    public bool IsUsage { get; init; }
}
