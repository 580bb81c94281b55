namespace Vireo.Cli.Terminal;

/// <summary>The user asked for something that cannot be read or done; the message says where and what was
/// expected.</summary>
internal sealed class UsageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
