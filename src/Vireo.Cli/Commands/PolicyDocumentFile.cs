using Vireo.Cli.Terminal;

namespace Vireo.Cli.Commands;

/// <summary>Reads the document that is sent to a server, which checks it.</summary>
internal static class PolicyDocumentFile
{
    /// <summary>The text.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {failure.Message}", failure);
        }
    }
}
