namespace Vireo.Detection.Logs;

/// <summary>The words of a shape or a template, with their hashes: positions can be compared and replaced by hash
/// alone.</summary>
internal sealed class TokenSequence
{
    private readonly byte[][] _words;
    private readonly ulong[] _hashes;

    private TokenSequence(byte[][] words, ulong[] hashes)
    {
        _words = words;
        _hashes = hashes;
        ulong hash = TokenHash.OfLength(words.Length);
        for (int i = 0; i < hashes.Length; i++)
        {
            hash += TokenHash.At(hashes[i], i);
        }

        Hash = hash;
    }

    /// <summary>Hash of the whole.</summary>
    public ulong Hash { get; }

    /// <summary>Number of words.</summary>
    public int Length => _words.Length;

    /// <summary>One word, masked.</summary>
    public ReadOnlySpan<byte> this[int position] => _words[position];

    /// <summary>Hash of one word.</summary>
    public ulong WordHash(int position) => _hashes[position];

    /// <summary>Copies what a scanner holds.</summary>
    public static TokenSequence Of(LineScanner scanner)
    {
        ReadOnlySpan<LogToken> tokens = scanner.Tokens;
        byte[][] words = new byte[tokens.Length][];
        ulong[] hashes = new ulong[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            words[i] = tokens[i].IsWild ? WidenedWord.Whole : scanner.Text(tokens[i]).ToArray();
            hashes[i] = tokens[i].Hash;
        }

        return new(words, hashes);
    }

    /// <summary>Whether a position can vary more than it does.</summary>
    public bool CanWiden(int position) => !WidenedWord.IsWide(_words[position]);

    /// <summary>The hash of the whole with one position widened.</summary>
    public ulong HashWidened(int position) => Hash + Change(position);

    /// <summary>The hash of the whole with two positions widened.</summary>
    public ulong HashWidened(int first, int second) => Hash + Change(first) + Change(second);

    /// <summary>The sequence with one position widened.</summary>
    public TokenSequence Widened(int position)
    {
        byte[][] words = [.. _words];
        ulong[] hashes = [.. _hashes];
        words[position] = WidenedWord.Of(_words[position]);
        hashes[position] = TokenHash.Of(words[position]);

        return new(words, hashes);
    }

    private ulong Change(int position) =>
        TokenHash.At(WidenedWord.HashOf(_words[position]), position) - TokenHash.At(_hashes[position], position);
}
