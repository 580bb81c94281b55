namespace Vireo.Detection.Logs;

/// <summary>What a word becomes once it is known to vary: the key of <c>key=value</c> stays, anything else
/// goes.</summary>
internal static class WidenedWord
{
    /// <summary>A word that varies as a whole.</summary>
    public static readonly byte[] Whole = [LineScanner.Wild];

    /// <summary>Bytes that stay in front.</summary>
    public static int PrefixOf(ReadOnlySpan<byte> word)
    {
        int equals = word.IndexOf((byte)'=');

        return equals > 0 && equals < word.Length - 1 && ByteClasses.HasAny(word[..equals], ByteClass.Letter)
            ? equals + 1 : 0;
    }

    /// <summary>The widened word.</summary>
    public static byte[] Of(ReadOnlySpan<byte> word)
    {
        int prefix = PrefixOf(word);

        return prefix == 0 ? Whole : [.. word[..prefix], LineScanner.Wild];
    }

    /// <summary>Hash of the widened word.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> word) =>
        PrefixOf(word) == 0 ? TokenHash.Wild : TokenHash.Of(Of(word));

    /// <summary>Whether the word cannot vary more.</summary>
    public static bool IsWide(ReadOnlySpan<byte> word) =>
        word[^1] == LineScanner.Wild && word.Length == PrefixOf(word) + 1;
}
