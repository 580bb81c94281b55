using System.Collections.Frozen;

namespace Vireo.Detection.Logs;

/// <summary>Short words that are values, or part of one, wherever they stand beside a number.</summary>
internal static class KnownWords
{
    private static readonly FrozenSet<ulong> Weekdays = Pack("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static readonly FrozenSet<ulong> Months = Pack(
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static readonly FrozenSet<ulong> Units = Pack(
        "B", "KB", "MB", "GB", "TB", "kB", "KiB", "MiB", "GiB", "TiB", "s", "sec", "secs", "second", "seconds", "ms",
            "msec",
        "msecs", "us", "ns", "min", "mins", "minutes", "hours", "KHz", "MHz", "GHz",
        "UTC", "GMT", "PDT", "PST", "EDT", "EST", "CET", "CEST", "MST", "MDT", "CST", "CDT");

    private static readonly FrozenSet<ulong> Absent = Pack("null", "none", "nil", "true", "false");

    private static readonly FrozenSet<ulong> Domains = Pack(
        "com", "net", "org", "edu", "gov", "mil", "info", "biz", "io", "local", "lan", "internal");

    private static readonly FrozenSet<ulong> NameNouns = Pack("user", "username");

    public static bool IsWeekday(ReadOnlySpan<byte> word) => Weekdays.Contains(Pack(word));

    public static bool IsMonth(ReadOnlySpan<byte> word) => Months.Contains(Pack(word));

    /// <summary>A unit or a time zone: belongs to the number before it.</summary>
    public static bool IsUnit(ReadOnlySpan<byte> word) => Units.Contains(Pack(word));

    /// <summary>A literal that stands for a value after an equals sign.</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> word) =>
        word.Length is 3 or 4 or 5 && Absent.Contains(PackLower(word));

    /// <summary>Whether the word behind this one is somebody's name.</summary>
    public static bool IsBeforeName(ReadOnlySpan<byte> word) => NameNouns.Contains(PackLower(word));

    /// <summary>Words joined by dots, letters only, with a well-known top-level domain at the end.</summary>
    public static bool IsDomain(ReadOnlySpan<byte> text)
    {
        int dot = text.LastIndexOf((byte)'.');

        return dot > 0 && Domains.Contains(Pack(text[(dot + 1)..])) && IsDotted(text);
    }

    /// <summary>Two or more words of letters and hyphens joined by dots.</summary>
    public static bool IsDotted(ReadOnlySpan<byte> text)
    {
        bool wantsWord = true;
        bool hasDot = false;
        foreach (byte value in text)
        {
            if (value == '.')
            {
                if (wantsWord)
                {
                    return false;
                }

                wantsWord = true;
                hasDot = true;
            }
            else if (char.IsAsciiLetter((char)value) || value == '-')
            {
                wantsWord = false;
            }
            else
            {
                return false;
            }
        }

        return hasDot && !wantsWord;
    }

    private static FrozenSet<ulong> Pack(params string[] words) =>
        words.Select(word => Pack(System.Text.Encoding.ASCII.GetBytes(word))).ToFrozenSet();

    private static ulong Pack(ReadOnlySpan<byte> word)
    {
        if (word.Length > sizeof(ulong))
        {
            return ulong.MaxValue;
        }

        ulong packed = 0;
        foreach (byte value in word)
        {
            packed = (packed << 8) | value;
        }

        return packed;
    }

    private static ulong PackLower(ReadOnlySpan<byte> word) =>
        word.Length > sizeof(ulong)
            ? ulong.MaxValue : Pack(word) | Pack("\x20\x20\x20\x20\x20\x20\x20\x20"u8[..word.Length]);
}
