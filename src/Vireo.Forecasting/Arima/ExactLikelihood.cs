using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>The exact Gaussian likelihood of an ARIMA model, error variance and regression coefficients profiled
/// out.</summary>
/// <remarks>Exact for the differenced series, that is with a diffuse start of the differences. With gaps it is the
/// likelihood of the observed values, up to a constant that depends on where the gaps are and not on the
/// coefficients.</remarks>
internal sealed class ExactLikelihood : IObjective
{
    private const double Difference = 1e-5;
    private readonly bool _isConfined;
    private readonly ArimaData _data;
    private readonly ArmaPolynomials _model;
    private readonly ArmaFilter _filter;
    private readonly ColumnRegression _regression;
    private readonly double[] _innovations;
    private readonly double[] _trial;

    /// <param name="data">The prepared series.</param>
    /// <param name="model">The model; its coefficients are set by every evaluation.</param>
    /// <param name="isConfined">Whether points without safe roots count as outside the domain.</param>
    public ExactLikelihood(ArimaData data, ArmaPolynomials model, bool isConfined = false)
    {
        _isConfined = isConfined;
        _data = data;
        _model = model;
        _filter = new ArmaFilter(model, data.ColumnCount);
        _regression = new ColumnRegression(data.ColumnCount - 1);
        _innovations = new double[data.Columns.Length];
        _trial = new double[model.Order.ArmaTerms];
    }

    /// <summary>Evaluations so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Sum of squared innovations of the last evaluation.</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>Innovations of variance σ² of the last evaluation.</summary>
    public ReadOnlySpan<double> Innovations => _innovations.AsSpan(0, _data.Count);

    /// <summary>The regression of the last evaluation: gaps, external regressors, constant.</summary>
    public ColumnRegression Regression => _regression;

    /// <summary>½(log σ² + log|Ω|/n), or infinity where the model is not stationary.</summary>
    public double Evaluate(ReadOnlySpan<double> coefficients) => Evaluate(coefficients, keepStates: false);

    /// <summary>Forward differences, backward at the edge of the domain.</summary>
    /// <remarks>A one-sided step shifts the minimum by half of itself, which costs the value its square:
    /// 1e-11.</remarks>
    public void Gradient(ReadOnlySpan<double> point, double value, Span<double> gradient)
    {
        point.CopyTo(_trial);
        for (int i = 0; i < point.Length; i++)
        {
            _trial[i] = point[i] + Difference;
            double slope = (Evaluate(_trial) - value) / Difference;
            if (!double.IsFinite(slope))
            {
                _trial[i] = point[i] - Difference;
                slope = (value - Evaluate(_trial)) / Difference;
            }

            _trial[i] = point[i];
            gradient[i] = double.IsFinite(slope) ? slope : 0;
        }
    }

    /// <summary>Evaluates once more and writes the state after the last value.</summary>
    /// <param name="coefficients">ARMA coefficients.</param>
    /// <param name="regression">Coefficients of the regressors; those of the gaps are the most likely ones.</param>
    /// <param name="state">Receives the padded state.</param>
    public ArmaGain Finish(
        ReadOnlySpan<double> coefficients, ReadOnlySpan<double> regression, Span<double> state)
    {
        Evaluate(coefficients, keepStates: true);
        _filter.State(0).CopyTo(state);
        int gaps = _data.Gaps.Length;
        for (int column = 1; column < _data.ColumnCount; column++)
        {
            double coefficient = column <= gaps ? _regression.Coefficients[column - 1] : regression[column - 1 - gaps];
            TensorPrimitives.MultiplyAdd(_filter.State(column), -coefficient, state, state);
        }

        return _filter.Gain;
    }

    private double Evaluate(ReadOnlySpan<double> coefficients, bool keepStates)
    {
        Evaluations++;
        _model.Set(coefficients);
        if ((_isConfined && !SafeRoots.Holds(_model.Order, coefficients))
            || !_filter.TryRun(_data.Columns, _data.Count, _data.ColumnCount, _innovations, keepStates))
        {
            return double.PositiveInfinity;
        }

        SumOfSquares = _regression.Solve(_innovations, _data.Count);
        double logDeterminant = _filter.LogDeterminant + _regression.LogDeterminant(_data.Gaps.Length);
        double value = (Math.Log(SumOfSquares / _data.Observed) + (logDeterminant / _data.Observed)) / 2;

        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }
}
