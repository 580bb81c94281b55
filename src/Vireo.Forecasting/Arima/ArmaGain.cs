using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>The gain k and the variance F of the innovations of a stationary ARMA process, one step at a
/// time.</summary>
/// <remarks>Chandrasekhar recursions on Harvey's state-space form, scaled so that one vector W carries the change of
/// the state covariance: a = W₀ is the partial autocorrelation of the step, F ← F(1 − a²), and k and W turn by it.
/// Exact, O(r) a step for a state of length r, no covariance matrix. Morf, Sidhu and Kailath (1974), IEEE Trans.
/// Automatic Control 19; Pearlman (1980), Biometrika 67; Mélard (1984), AS 197.</remarks>
internal sealed class ArmaGain
{
    private readonly double[] _wave;
    private GainPosition _position;

    public ArmaGain(ArmaPolynomials model)
    {
        Phi = new double[ArmaKernel.WholeLength(model.StateLength)];
        Gain = new double[ArmaKernel.WholeLength(model.StateLength)];
        _wave = new double[ArmaKernel.PaddedLength(model.StateLength)];
    }

    /// <summary>Autoregressive coefficients by lag, φ₁ first, whole vectors.</summary>
    public double[] Phi { get; }

    /// <summary>How an innovation moves the state, whole vectors.</summary>
    public double[] Gain { get; }

    /// <summary>W, padded.</summary>
    public ReadOnlySpan<double> Wave => _wave;

    /// <summary>Where the recursion stands.</summary>
    public GainPosition Position => _position;

    /// <summary>Variance of the next innovation, in units of the error variance.</summary>
    public double Variance => _position.Variance;

    /// <summary>Whether gain and variance no longer change.</summary>
    public bool IsSteady => _position.IsSteady;

    /// <summary>Starts at the first value of a process whose autocovariances were found.</summary>
    public void Start(ArmaPolynomials model, ArmaStart start)
    {
        Array.Clear(Phi);
        for (int term = 0; term < model.Ar.Lags.Length; term++)
        {
            Phi[model.Ar.Lags[term] - 1] = model.Ar.Coefficients[term];
        }

        double variance = start.Autocovariances[0];
        Array.Clear(Gain);
        start.WriteFirstGain(model, Gain.AsSpan(0, model.StateLength));
        TensorPrimitives.Divide(Gain, variance, Gain);
        Gain.CopyTo(_wave, 0);
        _position = new GainPosition(variance);
    }

    /// <summary>Moves to the next value.</summary>
    public void Advance() => _position.Advance(_wave, Phi, Gain);
}
