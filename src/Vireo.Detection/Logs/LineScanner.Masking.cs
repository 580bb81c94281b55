namespace Vireo.Detection.Logs;

/// <content>Masking inside a word.</content>
internal sealed partial class LineScanner
{
    private const int ShortestHex = 8;
    private const int AddressPart = 4;
    private const int FewestAddressParts = 3;
    private const int LongestQuoted = 4_096;
    private const int Gap = 2;

    private int _wildEnd;

    private int MaskToken(ReadOnlySpan<byte> line, int from, int to)
    {
        int start = _length;
        int firstRange = _rangeCount;
        _wildEnd = -1;
        int at = from;
        while (at < to)
        {
            byte value = line[at];
            if (ByteClasses.Is(value, ByteClass.Hard))
            {
                _masked[_length++] = value;
                at++;
                int close = value == '=' ? QuotedEnd(line, at) : -1;
                if (close > 0)
                {
                    MaskRange(at, close);
                    at = close;
                    to = Math.Max(to, ByteClasses.NextSpace(line, close));
                }
            }
            else if (value == '.' && line[at..to].StartsWith("..."u8))
            {
                while (at < to && line[at] == '.')
                {
                    _masked[_length++] = line[at++];
                }
            }
            else
            {
                at = MaskSegment(line, at, to, start);
            }
        }

        Finish(line, from, to, start, firstRange);

        return to;
    }

    private int MaskSegment(ReadOnlySpan<byte> line, int from, int to, int start)
    {
        int pathEnd = PathEnd(line[from..to]);
        if (pathEnd > 0)
        {
            MaskRange(from, from + pathEnd);

            return from + pathEnd;
        }

        int end = SegmentEnd(line, from, to);
        ReadOnlySpan<byte> segment = line[from..end];
        bool isValue = _length > start && _masked[_length - 1] == (byte)'=';
        if ((isValue
            && KnownWords.IsLiteral(segment)) || KnownWords.IsDomain(segment) || segment.Count((byte)'\\') >= Gap)
        {
            MaskRange(from, end);
        }
        else
        {
            MaskParts(line, from, end);
        }

        return end;
    }

    private void MaskParts(ReadOnlySpan<byte> line, int from, int end)
    {
        bool isAddress = IsAddress(line[from..end]);
        int at = from;
        while (at < end)
        {
            int partEnd = at;
            while (partEnd < end && !ByteClasses.Is(line[partEnd], ByteClass.Split))
            {
                partEnd++;
            }

            ReadOnlySpan<byte> part = line[at..partEnd];
            if (part.Length > 0)
            {
                bool isValue = ByteClasses.HasAny(part, ByteClass.Digit)
                    || (part.Length >= ShortestHex && ByteClasses.IsHex(part))
                    || (isAddress && part.Length <= AddressPart && ByteClasses.IsHex(part))
                    || IsBeforePort(line[at..end], part);
                if (isValue)
                {
                    MaskRange(at, partEnd);
                }
                else
                {
                    part.CopyTo(_masked.AsSpan(_length));
                    _length += part.Length;
                }
            }

            at = partEnd;
            while (at < end && ByteClasses.Is(line[at], ByteClass.Split))
            {
                _masked[_length++] = line[at++];
            }
        }
    }

    private void Finish(ReadOnlySpan<byte> line, int from, int to, int start, int firstRange)
    {
        Span<byte> masked = _masked.AsSpan(start, _length - start);
        bool isWild = _rangeCount > firstRange
            ? !ByteClasses.HasAny(masked, ByteClass.Letter)
            : masked.Length is 2 or 3 && IsEmptyBrackets(masked);
        if (isWild)
        {
            _length = start;
            _rangeCount = firstRange;
            AddWild(from, to);

            return;
        }

        _tokens[_count++] = new()
        {
            Start = start,
            Length = masked.Length,
            From = from,
            To = to,
            FirstRange = firstRange,
            Ranges = _rangeCount - firstRange,
        };
        ReadOnlySpan<byte> bare = Bare(masked);
        _hasDate |= bare.Length == DateWord && (KnownWords.IsMonth(bare) || KnownWords.IsWeekday(bare));
    }

    // A value two bytes or less behind another one goes on with it: 10.0.0.1:80, 12/05/2005, 3##4.
    private void MaskRange(int from, int to)
    {
        if (_wildEnd >= 0 && _length - _wildEnd <= Gap
            && !ByteClasses.HasAny(_masked.AsSpan(_wildEnd, _length - _wildEnd), ByteClass.Letter | ByteClass.Digit))
        {
            _length = _wildEnd;
            _ranges[_rangeCount - 1].To = to;

            return;
        }

        if (_rangeCount == _ranges.Length)
        {
            Array.Resize(ref _ranges, 2 * _ranges.Length);
        }

        _ranges[_rangeCount++] = (from, to);
        _masked[_length++] = Wild;
        _wildEnd = _length;
    }

    private static int SegmentEnd(ReadOnlySpan<byte> line, int from, int to)
    {
        int end = from;
        while (end < to && !ByteClasses.Is(line[end], ByteClass.Hard)
            && !(line[end] == '.' && line[end..to].StartsWith("..."u8)))
        {
            end++;
        }

        return end;
    }

    // Length of the path or address of the web that starts here; 0 when none does.
    private static int PathEnd(ReadOnlySpan<byte> text)
    {
        bool isPath = text[0] == '/' || text.StartsWith("./"u8) || text.StartsWith("../"u8) || text.StartsWith("~/"u8)
            || (text.Length > 2 && text[1] == ':' && text[2] == '\\' && ByteClasses.Is(text[0], ByteClass.Letter));
        if (!isPath)
        {
            int scheme = text.IndexOf("://"u8);
            isPath = scheme > 0 && !ByteClasses.HasAny(text[..scheme], ByteClass.Hard | ByteClass.Split);
        }

        if (!isPath)
        {
            return 0;
        }

        int end = 0;
        while (end < text.Length && !ByteClasses.Is(text[end], ByteClass.PathEnd))
        {
            end++;
        }

        while (end > 1 && text[end - 1] is (byte)':' or (byte)'.')
        {
            end--;
        }

        return end;
    }

    private static int QuotedEnd(ReadOnlySpan<byte> line, int at)
    {
        if (at >= line.Length || line[at] is not ((byte)'"' or (byte)'\''))
        {
            return -1;
        }

        ReadOnlySpan<byte> rest = line.Slice(at + 1, Math.Min(line.Length - at - 1, LongestQuoted));
        int close = rest.IndexOf(line[at]);

        return close < 0 ? -1 : at + close + 2;
    }

    // Three short hexadecimal parts between colons: an address of a network card or of IPv6.
    private static bool IsAddress(ReadOnlySpan<byte> segment)
    {
        int parts = 0;
        foreach (Range range in segment.Split((byte)':'))
        {
            ReadOnlySpan<byte> part = segment[range];
            parts += part.Length is > 0 and <= AddressPart && ByteClasses.IsHex(part) ? 1 : 0;
        }

        return parts >= FewestAddressParts;
    }

    private static bool IsBeforePort(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> part) =>
        rest.Length > part.Length + 1 && rest[part.Length] == ':'
        && ByteClasses.Is(rest[part.Length + 1], ByteClass.Digit) && KnownWords.IsDotted(part);

    private static bool IsEmptyBrackets(ReadOnlySpan<byte> text) =>
        (text[0], text[^1]) is ((byte)'(', (byte)')') or ((byte)'[', (byte)']') or ((byte)'{', (byte)'}')
        && (text.Length == 2 || text[1] == '-');
}
