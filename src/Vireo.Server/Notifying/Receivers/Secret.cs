namespace Vireo.Server.Notifying.Receivers;

/// <summary>Secrets lie in files of their own and are read for each message, so that they can be replaced at any
/// time.</summary>
internal static class Secret
{
    private const int Longest = 4_096;

    /// <summary>What a file holds, without white space around it.</summary>
    /// <exception cref="ReceiverException">It cannot be read, is empty, or too long.</exception>
    public static string Read(string path)
    {
        try
        {
            string text = new FileInfo(path).Length <= Longest ? File.ReadAllText(path).Trim() : "";

            return text.Length > 0
                ? text
                : throw new ReceiverException(
                    $"The file '{path}' is empty or longer than {Longest} bytes; expected one secret.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ReceiverException($"The file '{path}' cannot be read: {failure.Message}", failure);
        }
    }
}
