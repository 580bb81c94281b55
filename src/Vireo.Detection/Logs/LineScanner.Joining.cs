namespace Vireo.Detection.Logs;

/// <content>What words become beside their neighbours.</content>
internal sealed partial class LineScanner
{
    private const int DateWord = 3;
    private const int LongestUnit = 10;

    // From the end, because a weekday is known by the month behind it, and a month by the number.
    private void MaskDates()
    {
        if (!_hasDate)
        {
            return;
        }

        for (int i = _count - 2; i >= 0; i--)
        {
            ref LogToken token = ref _tokens[i];
            if (token.IsWild || token.Length > DateWord + 2)
            {
                continue;
            }

            ReadOnlySpan<byte> word = Bare(Text(token));
            ref readonly LogToken next = ref _tokens[i + 1];
            if (next.IsWild && (KnownWords.IsMonth(word) || KnownWords.IsWeekday(word)))
            {
                token.IsWild = true;
                token.Length = 1;
                token.Ranges = 0;
                _masked[token.Start] = Wild;
            }
        }
    }

    // Values in a row are one value, and a unit belongs to its number.
    private void Join()
    {
        int kept = 0;
        ulong hash = 0;
        for (int i = 0; i < _count; i++)
        {
            ref LogToken token = ref _tokens[i];
            if (kept > 0 && _tokens[kept - 1].IsWild && (token.IsWild || BelongsToNumber(token)))
            {
                _tokens[kept - 1].To = token.To;
                continue;
            }

            token.Hash = token.IsWild ? TokenHash.Wild : TokenHash.Of(Text(token));
            hash += TokenHash.At(token.Hash, kept);
            _tokens[kept++] = token;
        }

        _count = kept;
        Hash = hash + TokenHash.OfLength(kept);
    }

    private bool BelongsToNumber(in LogToken token)
    {
        if (token.Length > LongestUnit || token.Ranges > 0)
        {
            return false;
        }

        ReadOnlySpan<byte> word = Text(token);

        return word.SequenceEqual("-"u8) || word.SequenceEqual("-]"u8) || KnownWords.IsUnit(Bare(word));
    }

    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> word) => word.Trim("[](),.;"u8);
}
