using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Where a gain recursion stands: the variance of the next innovation, and whether anything still
/// changes.</summary>
internal struct GainPosition
{
    private const double Negligible = 1e-9;
    private int _step;

    /// <summary>Starts at the first value of a process.</summary>
    /// <param name="variance">Of that value, in units of the error variance.</param>
    public GainPosition(double variance) => Variance = variance;

    /// <summary>Variance of the next innovation, in units of the error variance.</summary>
    public double Variance { get; private set; }

    /// <summary>Whether gain and variance no longer change.</summary>
    public bool IsSteady { get; private set; }

    /// <summary>Moves to the next value.</summary>
    /// <param name="wave">W, padded; not looked at once the gain is steady.</param>
    /// <param name="phi">Autoregressive coefficients by lag, whole vectors.</param>
    /// <param name="gain">k, whole vectors.</param>
    public void Advance(Span<double> wave, ReadOnlySpan<double> phi, Span<double> gain)
    {
        if (IsSteady)
        {
            return;
        }

        double a = wave[0];
        Variance *= 1 - (a * a);
        ArmaKernel.StepGain(wave, phi, gain);

        // A seasonal moving average has W₀ = 0 between seasons: only the whole vector says that nothing moves any more.
        if ((++_step & 7) == 0 && Math.Abs(wave[0]) < Negligible)
        {
            IsSteady = Math.Abs(TensorPrimitives.MaxMagnitude<double>(wave)) < Negligible;
        }
    }
}
