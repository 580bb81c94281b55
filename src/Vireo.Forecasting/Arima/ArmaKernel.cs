using System.Numerics;
using System.Runtime.InteropServices;

namespace Vireo.Forecasting.Arima;

/// <summary>The two vector steps of the exact ARMA recursions.</summary>
/// <remarks>All are filled up with zeros to whole vectors: coefficients and gain to <see cref="WholeLength"/>, what is
/// shifted by one to <see cref="PaddedLength"/>.</remarks>
internal static class ArmaKernel
{
    /// <summary>A length in whole vectors.</summary>
    public static int WholeLength(int length) =>
        (length + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>The same and the zero that is shifted in.</summary>
    public static int PaddedLength(int length) => WholeLength(length) + 1;

    /// <summary>xᵢ ← xᵢ₊₁ + φᵢx₀ + kᵢv.</summary>
    public static void StepState(
        Span<double> state, ReadOnlySpan<double> phi, ReadOnlySpan<double> gain, double innovation)
    {
        ref double x = ref MemoryMarshal.GetReference(state);
        ref double f = ref MemoryMarshal.GetReference(phi);
        ref double k = ref MemoryMarshal.GetReference(gain);
        var first = new Vector<double>(x);
        var v = new Vector<double>(innovation);
        nuint end = (nuint)phi.Length;
        for (nuint i = 0; i < end; i += (nuint)Vector<double>.Count)
        {
            Vector<double> shifted = Vector.LoadUnsafe(ref x, i + 1);
            Vector<double> next = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref f, i), first, shifted);
            Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref k, i), v, next).StoreUnsafe(ref x, i);
        }
    }

    /// <summary>With a = W₀ and uᵢ = Wᵢ₊₁ + φᵢa: kᵢ ← (kᵢ − auᵢ)/(1 − a²), Wᵢ ← uᵢ − akᵢ.</summary>
    public static void StepGain(Span<double> wave, ReadOnlySpan<double> phi, Span<double> gain)
    {
        ref double w = ref MemoryMarshal.GetReference(wave);
        ref double f = ref MemoryMarshal.GetReference(phi);
        ref double k = ref MemoryMarshal.GetReference(gain);
        double scalar = w;
        var a = new Vector<double>(scalar);
        var minusA = new Vector<double>(-scalar);
        var scale = new Vector<double>(1 / (1 - (scalar * scalar)));
        nuint end = (nuint)phi.Length;
        for (nuint i = 0; i < end; i += (nuint)Vector<double>.Count)
        {
            Vector<double> u = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref f, i), a, Vector.LoadUnsafe(ref w, i + 1));
            Vector<double> next = Vector.FusedMultiplyAdd(minusA, u, Vector.LoadUnsafe(ref k, i)) * scale;
            next.StoreUnsafe(ref k, i);
            Vector.FusedMultiplyAdd(minusA, next, u).StoreUnsafe(ref w, i);
        }
    }
}
