namespace Vireo.Detection.Logs;

/// <summary>The classes of all bytes, and tests on runs of them.</summary>
internal static class ByteClasses
{
    private static readonly byte[] Table = Create();

    /// <summary>The classes of one byte.</summary>
    public static ByteClass Of(byte value) => (ByteClass)Table[value];

    /// <summary>Whether a byte belongs to a class.</summary>
    public static bool Is(byte value, ByteClass classes) => (Table[value] & (byte)classes) != 0;

    /// <summary>Whether every byte is a hexadecimal digit.</summary>
    public static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (!Is(value, ByteClass.Hex))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>Whether any byte belongs to a class.</summary>
    public static bool HasAny(ReadOnlySpan<byte> text, ByteClass classes)
    {
        foreach (byte value in text)
        {
            if (Is(value, classes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the next white space is, or the end.</summary>
    public static int NextSpace(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && !Is(text[at], ByteClass.Space))
        {
            at++;
        }

        return at;
    }

    private static byte[] Create()
    {
        var table = new ByteClass[256];
        for (int i = 0; i < table.Length; i++)
        {
            char c = (char)i;
            table[i] = i <= ' ' || i == 0x7f ? ByteClass.Space
                : char.IsAsciiDigit(c) ? ByteClass.Digit | ByteClass.Hex
                : char.IsAsciiLetter(c) || c == '_' || i >= 0x80 ? ByteClass.Letter
                : c == '.' ? ByteClass.Dot
                : c is ':' or '/' or '\\' ? ByteClass.Split
                : "=,()[]{}\"'<>|;#@*&?!`".Contains(c) ? ByteClass.Hard
                : ByteClass.None;
            if (char.IsAsciiHexDigit(c))
            {
                table[i] |= ByteClass.Hex;
            }

            if ("\"'<>()[]{},;".Contains(c))
            {
                table[i] |= ByteClass.PathEnd;
            }
        }

        return [.. table.Select(value => (byte)value)];
    }
}
