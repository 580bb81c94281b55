namespace Vireo.Detection.Logs;

/// <summary>Reads a log line as words in which numbers, addresses, paths, times, sizes and identifiers are
/// masked.</summary>
/// <remarks>One pass without regular expressions and without knowledge of any one system. Neighbouring values are one
/// value, so that lists of any length, dates of any form and <c>12 MB</c> look alike. What it holds is reused from
/// line to line: read it before the next scan. The first 64 KiB and 256 words of a line are looked at; the rest is
/// one value.</remarks>
internal sealed partial class LineScanner
{
    /// <summary>Stands for what varies; no line holds it, because control characters part words.</summary>
    public const byte Wild = 1;

    /// <summary>Bytes of a line that are looked at.</summary>
    public const int LongestLine = 1 << 16;

    /// <summary>Words of a line that are told apart.</summary>
    public const int MostTokens = 256;

    private byte[] _masked = new byte[1024];
    private int _length;
    private readonly LogToken[] _tokens = new LogToken[MostTokens];
    private int _count;
    private (int From, int To)[] _ranges = new (int, int)[64];
    private int _rangeCount;
    private bool _hasDate;

    /// <summary>The words of the line scanned last.</summary>
    public ReadOnlySpan<LogToken> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Hash of the whole sequence.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The masked bytes of a word.</summary>
    public ReadOnlySpan<byte> Text(in LogToken token) => _masked.AsSpan(token.Start, token.Length);

    /// <summary>What a partly masked word holds at its masked places, as ranges of the line.</summary>
    public ReadOnlySpan<(int From, int To)> Ranges(in LogToken token) => _ranges.AsSpan(token.FirstRange, token.Ranges);

    /// <summary>Scans a line, without its line break.</summary>
    public void Scan(ReadOnlySpan<byte> line)
    {
        _length = _count = _rangeCount = 0;
        _hasDate = false;
        ReadOnlySpan<byte> seen = line.Length > LongestLine ? line[..LongestLine] : line;
        if (_masked.Length < seen.Length + 1)
        {
            _masked = new byte[Math.Max(seen.Length + 1, 2 * _masked.Length)];
        }

        int at = 0;
        while (true)
        {
            while (at < seen.Length && ByteClasses.Is(seen[at], ByteClass.Space))
            {
                at++;
            }

            if (at == seen.Length)
            {
                break;
            }

            if (_count == MostTokens - 1)
            {
                AddWild(at, line.Length);
                at = seen.Length;
                break;
            }

            at = ScanToken(seen, at);
        }

        if (line.Length > seen.Length && _count > 0 && _tokens[_count - 1].To < line.Length)
        {
            int from = _tokens[_count - 1].From;
            _tokens[_count - 1] = new() { Start = _length, Length = 1, From = from, To = line.Length, IsWild = true };
            _masked[_length++] = Wild;
        }

        MaskDates();
        Join();
    }

    private int ScanToken(ReadOnlySpan<byte> line, int from)
    {
        int to = from;
        var classes = ByteClass.None;
        bool isHex = true;
        while (to < line.Length)
        {
            ByteClass one = ByteClasses.Of(line[to]);
            if ((one & ByteClass.Space) != 0)
            {
                break;
            }

            classes |= one;
            isHex &= (one & ByteClass.Hex) != 0;
            to++;
        }

        ReadOnlySpan<byte> word = line[from..to];
        if ((classes & (ByteClass.Digit | ByteClass.Hard | ByteClass.Split | ByteClass.Dot)) == 0)
        {
            if (isHex && word.Length >= ShortestHex)
            {
                AddWild(from, to);
            }
            else
            {
                AddConstant(word, from, to);
            }

            return to;
        }

        return MaskToken(line, from, to);
    }

    private void AddConstant(ReadOnlySpan<byte> word, int from, int to)
    {
        word.CopyTo(_masked.AsSpan(_length));
        _tokens[_count++] = new() { Start = _length, Length = word.Length, From = from, To = to };
        _length += word.Length;
        _hasDate |= word.Length == DateWord && (KnownWords.IsMonth(word) || KnownWords.IsWeekday(word));
    }

    private void AddWild(int from, int to)
    {
        _masked[_length] = Wild;
        _tokens[_count++] = new() { Start = _length, Length = 1, From = from, To = to, IsWild = true };
        _length++;
    }
}
