using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>The gain k and the variance F of the innovations of a stationary ARMA process, one step at a time.</summary>
/// <remarks>Chandrasekhar recursions on Harvey's state-space form, scaled so that one vector W carries the change of the
/// state covariance: a = W₀ is the partial autocorrelation of the step, F ← F(1 − a²), and k and W turn by it. Exact, O(r) a
/// step for a state of length r, no covariance matrix. Morf, Sidhu and Kailath (1974), IEEE Trans. Automatic Control 19;
/// Pearlman (1980), Biometrika 67; Mélard (1984), AS 197.</remarks>
internal sealed class ArmaGain
{
    private const double Negligible = 1e-9;
    private readonly ArmaStart _start;
    private readonly double[] _wave;
    private int _step;

    public ArmaGain(ArmaPolynomials model)
    {
        _start = new ArmaStart(model);
        int padded = ArmaKernel.PaddedLength(model.StateLength);
        Phi = new double[padded];
        Gain = new double[padded];
        _wave = new double[padded];
    }

    /// <summary>Copies the position of another recursion, which then can only advance, not start.</summary>
    public ArmaGain(ArmaGain other)
    {
        _start = other._start;
        Phi = (double[])other.Phi.Clone();
        Gain = (double[])other.Gain.Clone();
        _wave = (double[])other._wave.Clone();
        Variance = other.Variance;
        IsSteady = other.IsSteady;
        _step = other._step;
    }

    /// <summary>Autoregressive coefficients by lag, φ₁ first, padded.</summary>
    public double[] Phi { get; }

    /// <summary>How an innovation moves the state, padded.</summary>
    public double[] Gain { get; }

    /// <summary>Variance of the next innovation, in units of the error variance.</summary>
    public double Variance { get; private set; }

    /// <summary>Whether gain and variance no longer change.</summary>
    public bool IsSteady { get; private set; }

    /// <summary>Starts at the first value; false when the model is not stationary.</summary>
    public bool TryStart(ArmaPolynomials model)
    {
        if (!_start.TrySet(model))
        {
            return false;
        }

        Array.Clear(Phi);
        for (int term = 0; term < model.Ar.Lags.Length; term++)
        {
            Phi[model.Ar.Lags[term] - 1] = model.Ar.Coefficients[term];
        }

        Array.Clear(Gain);
        _start.WriteFirstGain(model, Gain.AsSpan(0, model.StateLength));
        Variance = _start.Autocovariances[0];
        TensorPrimitives.Divide(Gain, Variance, Gain);
        Gain.CopyTo(_wave, 0);
        IsSteady = false;
        _step = 0;

        return true;
    }

    /// <summary>Starts in the steady state, as if the past were long known; for models without a stationary start.</summary>
    public void StartSteady(ArmaPolynomials model)
    {
        Array.Clear(Phi);
        Array.Clear(Gain);
        Array.Clear(_wave);
        for (int term = 0; term < model.Ar.Lags.Length; term++)
        {
            Phi[model.Ar.Lags[term] - 1] = model.Ar.Coefficients[term];
        }

        Phi.CopyTo(Gain, 0);
        for (int term = 0; term < model.Ma.Lags.Length; term++)
        {
            Gain[model.Ma.Lags[term] - 1] += model.Ma.Coefficients[term];
        }

        Variance = 1;
        IsSteady = true;
    }

    /// <summary>Moves to the next value.</summary>
    public void Advance()
    {
        if (IsSteady)
        {
            return;
        }

        double a = _wave[0];
        Variance *= 1 - (a * a);
        ArmaKernel.StepGain(_wave, Phi, Gain);

        // A seasonal moving average has W₀ = 0 between seasons: only the whole vector says that nothing moves any more.
        if ((++_step & 7) == 0 && Math.Abs(_wave[0]) < Negligible)
        {
            IsSteady = Math.Abs(TensorPrimitives.MaxMagnitude<double>(_wave)) < Negligible;
        }
    }
}
