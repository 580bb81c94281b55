using System.Globalization;
using System.Text.Json;

namespace Vireo.Adapters.Logs;

/// <summary>Takes a line apart into who wrote it and what.</summary>
internal static class LogFormats
{
    /// <summary>The writer and the message; null when the line is not of the format.</summary>
    /// <param name="format">How it is written.</param>
    /// <param name="line">One line without its break.</param>
    /// <param name="writer">Who wrote it where the line does not say.</param>
    public static (string Writer, string Text)? Parse(LogFormat format, string line, string writer) => format switch
    {
        LogFormat.Journal => ParseJournal(line) is { } entry ? (entry.Writer, entry.Text) : null,
        LogFormat.Plain => (writer, line),
        _ => Syslog(line),
    };

    /// <summary>A line of syslog, with its priority or without (RFC 5424 section 6; RFC 3164 section 4.1).</summary>
    public static (string Writer, string Text)? Syslog(string line)
    {
        var rest = AfterPriority(line);
        if (rest.StartsWith("1 ", StringComparison.Ordinal) && Structured(rest[2..]) is { } modern)
        {
            return modern;
        }

        // "Jan  5 12:00:00 host program[12]: message", or an ISO 8601 time stamp in the place of the first three words.
        if (rest.Length > 16 && IsClassicTime(rest[..16]))
        {
            rest = rest[16..];
        }
        else
        {
            int end = rest.IndexOf(' ');
            if (end < 0 || !IsTime(rest[..end]))
            {
                return null;
            }

            rest = rest[(end + 1)..];
        }

        int host = rest.IndexOf(' ');

        return host <= 0 ? null : (rest[..host].ToString(), rest[(host + 1)..].Trim().ToString());
    }

    /// <summary>An object of <c>journalctl -o json</c>; null when it is none.</summary>
    public static JournalEntry? ParseJournal(string line)
    {
        try
        {
            using var read = JsonDocument.Parse(line);
            var entry = read.RootElement;
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "_HOSTNAME") is not { Length: > 0 } writer ||
                Message(entry) is not { } message)
            {
                return null;
            }

            return new JournalEntry(
                writer, Text(entry, "SYSLOG_IDENTIFIER") is { Length: > 0 } program ? $"{program}: {message}" : message,
                Text(entry, "__CURSOR") ?? "");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // An invalid operation is a text that is no Unicode.
            return null;
        }
    }

    // Messages that are no text are written as arrays of bytes.
    private static string? Message(JsonElement entry)
    {
        if (!entry.TryGetProperty("MESSAGE", out var message) || message.ValueKind != JsonValueKind.Array)
        {
            return Text(entry, "MESSAGE");
        }

        byte[] bytes = [.. message.EnumerateArray().Select(Byte)];

        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static byte Byte(JsonElement one) =>
        one.ValueKind == JsonValueKind.Number && one.TryGetByte(out byte value) ? value : (byte)'?';

    private static string? Text(JsonElement entry, string key) =>
        entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ReadOnlySpan<char> AfterPriority(ReadOnlySpan<char> line)
    {
        int end = line.Length > 0 && line[0] == '<' ? line[..Math.Min(line.Length, 6)].IndexOf('>') : -1;

        return end > 1 && int.TryParse(line[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out int priority) && priority <= 191
            ? line[(end + 1)..]
            : line;
    }

    // TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG], "-" for what is not known.
    private static (string Writer, string Text)? Structured(ReadOnlySpan<char> rest)
    {
        Span<Range> parts = stackalloc Range[6];
        if (rest.Split(parts, ' ') < 6 || (!IsTime(rest[parts[0]]) && rest[parts[0]] is not "-"))
        {
            return null;
        }

        string writer = rest[parts[1]].ToString();
        string program = rest[parts[2]].ToString();
        string text = AfterData(rest[parts[5]]).TrimStart('\uFEFF').Trim().ToString();

        return writer is "-" ? null : (writer, program is "-" ? text : $"{program}: {text}".TrimEnd());
    }

    private static ReadOnlySpan<char> AfterData(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("-"))
        {
            return rest[1..].TrimStart(' ');
        }

        bool isQuoted = false;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '\\' && isQuoted)
            {
                i++;
            }
            else if (rest[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (rest[i] == ']' && !isQuoted && (i + 1 == rest.Length || rest[i + 1] != '['))
            {
                return rest[(i + 1)..].TrimStart(' ');
            }
        }

        return rest;
    }

    private static bool IsClassicTime(ReadOnlySpan<char> text) =>
        text[3] == ' ' && text[6] == ' ' && text[9] == ':' && text[12] == ':' && text[15] == ' ' &&
        char.IsAsciiLetter(text[0]) && char.IsAsciiDigit(text[5]) && char.IsAsciiDigit(text[14]);

    private static bool IsTime(ReadOnlySpan<char> text) => text.Length >= 19 && text[4] == '-' && text[10] == 'T' &&
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
