using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Conditional errors of an ARIMA model with regressors and their derivatives.</summary>
/// <remarks>The first p' differenced values are given and the errors before them zero, as in R. A parameter vector holds the
/// ARMA coefficients, then one coefficient a regressor. Gaps are bridged. O(n) times the non-zero terms; allocates when made,
/// not when evaluated.</remarks>
internal sealed class ConditionalSquares : IObjective
{
    private readonly ArimaData _data;
    private readonly ArmaPolynomials _model;
    private readonly int _first;
    private readonly int _pad;
    private readonly double[] _adjusted;
    private readonly double[] _filtered;
    private readonly double[] _errors;
    private readonly ConditionalJacobian _jacobian;

    public ConditionalSquares(ArimaData data, ArmaPolynomials model)
    {
        _data = data;
        _model = model;
        _first = model.Ar.Degree;
        _pad = model.Ma.Degree;
        _adjusted = new double[data.Count];
        _filtered = new double[data.Count];
        _errors = new double[_pad + data.Count];
        _jacobian = new ConditionalJacobian(data, model);
    }

    /// <summary>ARMA coefficients and regressors.</summary>
    public int ParameterCount => _model.Order.ArmaTerms + _data.RegressorCount;

    /// <summary>Errors that are summed.</summary>
    public int Used => _data.Count - _first;

    /// <summary>Errors of the last evaluation, zero for the first p'.</summary>
    public ReadOnlySpan<double> Errors => _errors.AsSpan(_pad);

    /// <summary>The sum of squared errors of the last evaluation; infinity where they explode.</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>½ log of the mean squared error; infinity where the errors explode.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters)
    {
        _model.Set(parameters);
        Adjust(parameters[_model.Order.ArmaTerms..]);
        ApplyAr();
        ApplyMa();
        double sum = TensorPrimitives.SumOfSquares(Errors);
        SumOfSquares = double.IsFinite(sum) ? sum : double.PositiveInfinity;

        return Math.Log(SumOfSquares / Used) / 2;
    }

    /// <summary>Jᵀe / Σe² of the last evaluation.</summary>
    public void Gradient(ReadOnlySpan<double> point, double value, Span<double> gradient)
    {
        _jacobian.Set(point, _adjusted, _errors);
        _jacobian.Project(_errors, gradient);
        TensorPrimitives.Divide(gradient, SumOfSquares, gradient);
    }

    /// <summary>JᵀJ of the last evaluation: second derivatives of half the sum of squares, but for those of the errors.</summary>
    public void Curvature(ReadOnlySpan<double> parameters, Span<double> matrix)
    {
        _jacobian.Set(parameters, _adjusted, _errors);
        _jacobian.Square(matrix);
    }

    private void Adjust(ReadOnlySpan<double> regression)
    {
        _data.Series.CopyTo(_adjusted);
        for (int i = 0; i < regression.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_data.Regressor(i), -regression[i], _adjusted, _adjusted);
        }
    }

    private void ApplyAr()
    {
        _adjusted.CopyTo(_filtered, 0);
        Span<double> target = _filtered.AsSpan(_first);
        for (int term = 0; term < _model.Ar.Lags.Length; term++)
        {
            ReadOnlySpan<double> lagged = _adjusted.AsSpan(_first - _model.Ar.Lags[term], target.Length);
            TensorPrimitives.MultiplyAdd(lagged, -_model.Ar.Coefficients[term], target, target);
        }
    }

    private void ApplyMa()
    {
        ReadOnlySpan<int> lags = _model.Ma.Lags;
        ReadOnlySpan<double> coefficients = _model.Ma.Coefficients;
        Array.Clear(_errors, 0, _pad + _first);
        for (int t = _first; t < _filtered.Length; t++)
        {
            double error = _filtered[t];
            for (int term = lags.Length - 1; term >= 0; term--)
            {
                error -= coefficients[term] * _errors[_pad + t - lags[term]];
            }

            _errors[_pad + t] = error;
        }
    }
}
