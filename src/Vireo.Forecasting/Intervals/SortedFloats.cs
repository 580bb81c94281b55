using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>The short sorted samples that intervals are made of: ascending values between a frame of −∞ before them and
/// +∞ behind them.</summary>
/// <remarks>Each place of the result depends on two neighbours alone, so one pass with vectors over a hundred numbers
/// searches and moves at once, for less than the mispredicted branches of a binary search.</remarks>
internal static class SortedFloats
{
    private static readonly int Lanes = Vector256<float>.Count;

    /// <summary>A frame without values.</summary>
    /// <param name="capacity">Values it can hold.</param>
    public static float[] Frame(int capacity)
    {
        float[] framed = new float[FramedLength(capacity)];
        framed.AsSpan(1).Fill(float.PositiveInfinity);
        framed[0] = float.NegativeInfinity;

        return framed;
    }

    /// <summary>A frame of more capacity with the same values.</summary>
    public static float[] Grown(ReadOnlySpan<float> framed, int capacity)
    {
        float[] grown = Frame(capacity);
        framed.CopyTo(grown);

        return grown;
    }

    /// <summary>Puts in a value.</summary>
    /// <param name="framed">From <see cref="Frame"/>, with room for one more.</param>
    /// <param name="count">Values in it.</param>
    /// <param name="value">Finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Insert(Span<float> framed, int count, float value)
    {
        ref float first = ref MemoryMarshal.GetReference(framed);
        Vector256<float> added = Vector256.Create(value);
        for (int at = 1 + (count / Lanes * Lanes); at > 0; at -= Lanes)
        {
            Vector256<float> own = Vector256.LoadUnsafe(ref first, (nuint)at);
            Vector256<float> before = Vector256.LoadUnsafe(ref first, (nuint)(at - 1));
            Vector256.MaxNative(Vector256.MinNative(own, added), before).StoreUnsafe(ref first, (nuint)at);
        }
    }

    /// <summary>Takes out one value and puts in another.</summary>
    /// <param name="framed">From <see cref="Frame"/>.</param>
    /// <param name="count">Values in it.</param>
    /// <param name="old">One of them.</param>
    /// <param name="value">Finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Replace(Span<float> framed, int count, float old, float value)
    {
        ref float first = ref MemoryMarshal.GetReference(framed);
        Vector256<float> removed = Vector256.Create(old);
        Vector256<float> added = Vector256.Create(value);
        int last = 1 + ((count - 1) / Lanes * Lanes);
        if (value > old)
        {
            // Everything between the two moves one down.
            for (int at = 1; at <= last; at += Lanes)
            {
                Vector256<float> own = Vector256.LoadUnsafe(ref first, (nuint)at);
                Vector256<float> next = Vector256.LoadUnsafe(ref first, (nuint)(at + 1));
                Vector256<float> moved = Vector256.MaxNative(own, Vector256.MinNative(next, added));
                Vector256.ConditionalSelect(Vector256.LessThan(own, removed), own, moved)
                    .StoreUnsafe(ref first, (nuint)at);
            }

            return;
        }

        for (int at = last; at > 0; at -= Lanes)
        {
            Vector256<float> own = Vector256.LoadUnsafe(ref first, (nuint)at);
            Vector256<float> before = Vector256.LoadUnsafe(ref first, (nuint)(at - 1));
            Vector256<float> moved = Vector256.MaxNative(Vector256.MinNative(own, added), before);
            Vector256.ConditionalSelect(Vector256.GreaterThan(own, removed), own, moved)
                .StoreUnsafe(ref first, (nuint)at);
        }
    }

    private static int FramedLength(int capacity) => ((capacity + Lanes - 1) / Lanes * Lanes) + 2;
}
