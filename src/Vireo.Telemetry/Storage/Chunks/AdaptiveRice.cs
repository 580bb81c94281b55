using System.Numerics;

namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Golomb–Rice codes whose parameter follows the mean of the numbers coded so far.</summary>
/// <remarks>A number u is written as u ≫ k in unary and the k low bits; k is what suits a geometric distribution with
/// the running mean, which both sides keep. A quotient of 20 or more is written plainly, so a burst costs at most 80
/// bits. Rice, <em>Some practical universal noiseless coding techniques</em>, JPL 79-22 (1979).</remarks>
internal struct AdaptiveRice(int parameter)
{
    private const int Escape = 20;
    private const ulong LargestCounted = 1UL << 40;
    private const int Memory = 4;

    private ulong scaledMean = (1UL << parameter) << Memory;

    public void Write(BitWriter bits, ulong number)
    {
        int k = Parameter();
        ulong quotient = number >> k;
        if (quotient < Escape)
        {
            bits.Write(1, (int)quotient + 1);
            bits.Write(number, k);
        }
        else
        {
            int length = 64 - BitOperations.LeadingZeroCount(number);
            bits.Write(0, Escape);
            bits.Write((ulong)length, 7);
            bits.Write(number, length);
        }

        Learn(number);
    }

    public ulong Read(ref BitReader bits)
    {
        int k = Parameter();
        int quotient = bits.ReadUnary(Escape);
        ulong number = quotient < Escape
            ? ((ulong)quotient << k) | bits.Read(k)
            : bits.Read(Math.Min(64, (int)bits.Read(7)));
        Learn(number);

        return number;
    }

    /// <summary>What writing a number would cost, in bits.</summary>
    public int Cost(ulong number)
    {
        int k = Parameter();
        ulong quotient = number >> k;
        Learn(number);

        return quotient < Escape
            ? (int)quotient + 1 + k
            : Escape + 7 + 64 - BitOperations.LeadingZeroCount(number);
    }

    /// <summary>log2 of 0.6875 times the mean, rounded: ln 2 times the mean is best for a geometric
    /// distribution.</summary>
    private readonly int Parameter()
    {
        ulong scaled = (scaledMean * 11 * 181) >> 7;

        return Math.Max(0, 63 - BitOperations.LeadingZeroCount(scaled | 1) - 8);
    }

    private void Learn(ulong number) =>
        scaledMean += Math.Min(number, LargestCounted) - (scaledMean >> Memory);
}
