using System.Buffers.Binary;

namespace Vireo.Detection.Logs;

/// <summary>64-bit hashes of words and of sequences of words.</summary>
/// <remarks>The hash of a sequence is a sum over its positions, so that the hash with one word replaced follows in
/// constant time. Two of a million sequences share a hash with a chance below one in ten million.</remarks>
internal static class TokenHash
{
    private const ulong A = 0x9E3779B97F4A7C15;
    private const ulong B = 0xD6E8FEB86659FD93;

    /// <summary>Hash of a word that varies as a whole.</summary>
    public static readonly ulong Wild = Of([LineScanner.Wild]);

    /// <summary>Hash of one word.</summary>
    public static ulong Of(ReadOnlySpan<byte> word)
    {
        ulong hash = (ulong)word.Length * A;
        while (word.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(word));
            word = word[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < word.Length; i++)
        {
            rest |= (ulong)word[i] << (8 * i);
        }

        return Mix(hash ^ rest);
    }

    /// <summary>What a word adds to the hash of a sequence at a position.</summary>
    public static ulong At(ulong word, int position) => Mix(word + ((ulong)(position + 1) * B));

    /// <summary>What the length adds to the hash of a sequence.</summary>
    public static ulong OfLength(int words) => Mix((ulong)words * A);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * B;
        value = (value ^ (value >> 29)) * A;

        return value ^ (value >> 32);
    }
}
