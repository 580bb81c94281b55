using System.Text;

namespace Vireo.Server.Configuration.Yaml;

/// <summary>Reads a configuration file as text, bounded and strictly in UTF-8.</summary>
internal static class YamlFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when it cannot be read, and then the problem says why.</summary>
    public static string? Read(string path, ProblemList problems)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.CanSeek && stream.Length > YamlLimits.FileBytes)
            {
                return Refuse(problems, $"The file has {stream.Length} bytes; a configuration has at most {YamlLimits.FileBytes}.");
            }

            byte[] bytes = new byte[YamlLimits.FileBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

            return Decode(bytes.AsSpan(0, length), problems);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refuse(problems, $"The file cannot be read: {failure.Message}");
        }
    }

    /// <summary>Decodes bytes that came from anywhere.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        if (bytes.Length > YamlLimits.FileBytes)
        {
            return Refuse(problems, $"The text is longer than {YamlLimits.FileBytes} bytes.");
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Refuse(problems, "The text is in UTF-16. Save it as UTF-8.");
        }

        if (bytes is [0x1F, 0x8B, ..])
        {
            return Refuse(problems, "The file is compressed. Configuration is plain YAML text.");
        }

        try
        {
            string text = Strict.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);

            return text.Contains('\0') ? Refuse(problems, "The text contains zero bytes, so it is no YAML.") : text;
        }
        catch (DecoderFallbackException)
        {
            return Refuse(problems, "The text is not valid UTF-8. Save it as UTF-8.");
        }
    }

    private static string? Refuse(ProblemList problems, string message)
    {
        problems.Add(Place.Start, message);

        return null;
    }
}
