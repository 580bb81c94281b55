using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vireo.Forecasting.Lstm;

/// <summary>The pointwise half of an LSTM cell, one sample at a time.</summary>
/// <remarks>With z = W[x, 1, h] in blocks i, f, o, g: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c').
/// Hochreiter &amp; Schmidhuber (1997), forget gate of Gers et al. (2000).</remarks>
internal static class CellKernel
{
    /// <summary>Opens the gates in place and writes the next state and hidden state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Span<float> gates, ReadOnlySpan<float> state, Span<float> nextState, Span<float> hidden)
    {
        int units = state.Length;
        for (int unit = 0; unit < units; unit += Vector<float>.Count)
        {
            Vector<float> input = Sigmoid(new Vector<float>(gates[unit..]));
            Vector<float> forget = Sigmoid(new Vector<float>(gates[(units + unit)..]));
            Vector<float> output = Sigmoid(new Vector<float>(gates[((2 * units) + unit)..]));
            Vector<float> candidate = Tanh(new Vector<float>(gates[((3 * units) + unit)..]));
            Vector<float> next = (forget * new Vector<float>(state[unit..])) + (input * candidate);
            input.CopyTo(gates[unit..]);
            forget.CopyTo(gates[(units + unit)..]);
            output.CopyTo(gates[((2 * units) + unit)..]);
            candidate.CopyTo(gates[((3 * units) + unit)..]);
            next.CopyTo(nextState[unit..]);
            (output * Tanh(next)).CopyTo(hidden[unit..]);
        }
    }

    /// <summary>Turns slopes of a loss by the hidden state and the state into those by z and by the state
    /// before.</summary>
    /// <param name="gates">Open gates, as <see cref="Forward"/> left them.</param>
    /// <param name="state">The state before the cell.</param>
    /// <param name="nextState">The state after the cell.</param>
    /// <param name="hiddenSlope">By the hidden state after the cell.</param>
    /// <param name="stateSlope">By the state after the cell; replaced by that before it.</param>
    /// <param name="gateSlope">Receives the slopes by z.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ReadOnlySpan<float> gates,
        ReadOnlySpan<float> state,
        ReadOnlySpan<float> nextState,
        ReadOnlySpan<float> hiddenSlope,
        Span<float> stateSlope,
        Span<float> gateSlope)
    {
        int units = state.Length;
        Vector<float> one = Vector<float>.One;
        for (int unit = 0; unit < units; unit += Vector<float>.Count)
        {
            var input = new Vector<float>(gates[unit..]);
            var forget = new Vector<float>(gates[(units + unit)..]);
            var output = new Vector<float>(gates[((2 * units) + unit)..]);
            var candidate = new Vector<float>(gates[((3 * units) + unit)..]);
            var before = new Vector<float>(state[unit..]);
            var byHidden = new Vector<float>(hiddenSlope[unit..]);
            Vector<float> squashed = Tanh(new Vector<float>(nextState[unit..]));
            Vector<float> byState =
                new Vector<float>(stateSlope[unit..]) + (byHidden * output * (one - (squashed * squashed)));

            (byState * candidate * input * (one - input)).CopyTo(gateSlope[unit..]);
            (byState * before * forget * (one - forget)).CopyTo(gateSlope[(units + unit)..]);
            (byHidden * squashed * output * (one - output)).CopyTo(gateSlope[((2 * units) + unit)..]);
            (byState * input * (one - (candidate * candidate))).CopyTo(gateSlope[((3 * units) + unit)..]);
            (byState * forget).CopyTo(stateSlope[unit..]);
        }
    }

    private static Vector<float> Sigmoid(Vector<float> z) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-z));

    private static Vector<float> Tanh(Vector<float> z)
    {
        var two = new Vector<float>(2);

        return (two / (Vector<float>.One + Vector.Exp(-two * z))) - Vector<float>.One;
    }
}
