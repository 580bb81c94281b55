namespace Vireo.Forecasting.Arima;

/// <summary>Where the exact recursions of a stationary ARMA process start: the variance of the first value and the first
/// gain, from the theoretical autocovariances.</summary>
/// <remarks>With A = 1 − Σφz and the symmetric polynomial C(z) = θ(z)θ(1/z), the equation
/// A(z)X(1/z) + A(1/z)X(z) = C(z) is solved by stepping A down to degree zero and X up again; then
/// γ₀ = 2x₀ and γⱼ are the coefficients of X/A. O(N²) for N = max(p', q'). Wilson (1979), "Some efficient computational
/// procedures for high order ARMA models", J. Statist. Comput. Simul. 8; Demeure and Mullis (1989), IEEE Trans. ASSP 37.</remarks>
internal sealed class ArmaStart
{
    private readonly int _arDegree;
    private readonly int _size;
    private readonly double[] _levels;
    private readonly double[] _symmetric;
    private readonly double[] _solution;
    private readonly double[] _psi;

    public ArmaStart(ArmaPolynomials model)
    {
        _arDegree = model.Ar.Degree;
        _size = Math.Max(_arDegree, model.Ma.Degree) + 1;
        _levels = new double[(_arDegree + 1) * (_arDegree + 1)];
        _symmetric = new double[_size];
        _solution = new double[_size];
        _psi = new double[_size];
        Autocovariances = new double[_size];
    }

    /// <summary>γ₀ … γ_N for errors of variance one, N = max(p', q'); set by <see cref="TrySet"/>.</summary>
    public double[] Autocovariances { get; }

    /// <summary>Finds the autocovariances; false when the process is not stationary.</summary>
    public bool TrySet(ArmaPolynomials model)
    {
        if (!StepDown(model.Ar))
        {
            return false;
        }

        SetSymmetric(model.Ma);
        Solve();
        Expand(model.Ar);

        return Autocovariances[0] > 0 && double.IsFinite(Autocovariances[0]);
    }

    /// <summary>Writes cov(stateₜ₊₁, wₜ), the first column of T·P of Harvey's state-space form.</summary>
    public void WriteFirstGain(ArmaPolynomials model, Span<double> gain)
    {
        gain.Clear();
        ProductPolynomial ar = model.Ar;
        for (int term = 0; term < ar.Lags.Length; term++)
        {
            int lag = ar.Lags[term];
            double coefficient = ar.Coefficients[term];
            for (int i = 0; i < lag; i++)
            {
                gain[i] += coefficient * Autocovariances[lag - i - 1];
            }
        }

        SetPsi(model);
        ProductPolynomial ma = model.Ma;
        for (int term = 0; term < ma.Lags.Length; term++)
        {
            int lag = ma.Lags[term];
            double coefficient = ma.Coefficients[term];
            for (int i = 0; i < lag; i++)
            {
                gain[i] += coefficient * _psi[lag - i - 1];
            }
        }
    }

    // Row k holds the coefficients of A stepped down to degree k, from index 0 to k.
    private bool StepDown(ProductPolynomial ar)
    {
        int stride = _arDegree + 1;
        Span<double> top = _levels.AsSpan(_arDegree * stride, stride);
        top.Clear();
        top[0] = 1;
        for (int term = 0; term < ar.Lags.Length; term++)
        {
            top[ar.Lags[term]] = -ar.Coefficients[term];
        }

        for (int degree = _arDegree; degree > 0; degree--)
        {
            ReadOnlySpan<double> upper = _levels.AsSpan(degree * stride, degree + 1);
            Span<double> lower = _levels.AsSpan((degree - 1) * stride, degree);
            double reflection = upper[degree];
            double scale = 1 - (reflection * reflection);
            if (!(scale > 0))
            {
                return false;
            }

            scale = 1 / scale;
            for (int i = 0; i < degree; i++)
            {
                lower[i] = (upper[i] - (reflection * upper[degree - i])) * scale;
            }
        }

        return true;
    }

    private void SetSymmetric(ProductPolynomial ma)
    {
        Array.Clear(_symmetric);
        _symmetric[0] = 1;
        for (int first = 0; first < ma.Lags.Length; first++)
        {
            double coefficient = ma.Coefficients[first];
            _symmetric[0] += coefficient * coefficient;
            _symmetric[ma.Lags[first]] += coefficient;
            for (int second = first + 1; second < ma.Lags.Length; second++)
            {
                _symmetric[ma.Lags[second] - ma.Lags[first]] += coefficient * ma.Coefficients[second];
            }
        }
    }

    private void Solve()
    {
        int stride = _arDegree + 1;
        for (int k = _size - 1; k > 0; k--)
        {
            double value = _symmetric[k];
            _solution[k] = value;
            int degree = Math.Min(k - 1, _arDegree);
            ReadOnlySpan<double> lower = _levels.AsSpan(degree * stride, degree + 1);
            for (int i = 1; i < lower.Length; i++)
            {
                _symmetric[k - i] -= value * lower[i];
            }
        }

        _solution[0] = _symmetric[0] / 2;
        for (int k = 1; k <= _arDegree; k++)
        {
            double reflection = _levels[(k * stride) + k];
            double scale = 1 / (1 - (reflection * reflection));
            for (int i = 0, j = k; i <= j; i++, j--)
            {
                (double low, double high) = (_solution[i], _solution[j]);
                _solution[i] = (low - (reflection * high)) * scale;
                _solution[j] = (high - (reflection * low)) * scale;
            }
        }
    }

    private void Expand(ProductPolynomial ar)
    {
        for (int j = 0; j < _size; j++)
        {
            double value = _solution[j];
            for (int term = 0; term < ar.Lags.Length && ar.Lags[term] <= j; term++)
            {
                value += ar.Coefficients[term] * Autocovariances[j - ar.Lags[term]];
            }

            Autocovariances[j] = value;
        }

        Autocovariances[0] *= 2;
    }

    private void SetPsi(ArmaPolynomials model)
    {
        int count = model.Ma.Degree;
        Array.Clear(_psi);
        _psi[0] = 1;
        for (int term = 0; term < model.Ma.Lags.Length && model.Ma.Lags[term] < count; term++)
        {
            _psi[model.Ma.Lags[term]] = model.Ma.Coefficients[term];
        }

        for (int j = 1; j < count; j++)
        {
            for (int term = 0; term < model.Ar.Lags.Length && model.Ar.Lags[term] <= j; term++)
            {
                _psi[j] += model.Ar.Coefficients[term] * _psi[j - model.Ar.Lags[term]];
            }
        }
    }
}
