namespace Vireo.Forecasting.Arima;

/// <summary>The exact Gaussian likelihood of an ARIMA model, error variance and regression coefficients profiled out.</summary>
/// <remarks>Exact for the differenced series, that is with a diffuse start of the differences. With gaps it is the likelihood
/// of the observed values, up to a constant that depends on where the gaps are and not on the coefficients.</remarks>
internal sealed class ExactLikelihood : IObjective
{
    private readonly ArimaData _data;
    private readonly ArmaPolynomials _model;
    private readonly ArmaFilter _filter;
    private readonly ColumnRegression _regression;
    private readonly double[] _innovations;

    public ExactLikelihood(ArimaData data, ArmaPolynomials model)
    {
        _data = data;
        _model = model;
        _filter = new ArmaFilter(model, data.ColumnCount);
        _regression = new ColumnRegression(data.ColumnCount - 1);
        _innovations = new double[data.Columns.Length];
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

    /// <summary>Evaluates once more and copies the state after the last value.</summary>
    public ArmaGain Finish(ReadOnlySpan<double> coefficients, Span<double> state)
    {
        Evaluate(coefficients, keepStates: true);
        _filter.State(0).CopyTo(state);
        for (int column = 1; column < _data.ColumnCount; column++)
        {
            double coefficient = _regression.Coefficients[column - 1];
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_filter.State(column), -coefficient, state, state);
        }

        return _filter.Gain;
    }

    private double Evaluate(ReadOnlySpan<double> coefficients, bool keepStates)
    {
        Evaluations++;
        _model.Set(coefficients);
        if (!_filter.TryRun(_data.Columns, _data.Count, _data.ColumnCount, _innovations, keepStates))
        {
            return double.PositiveInfinity;
        }

        SumOfSquares = _regression.Solve(_innovations, _data.Count);
        double logDeterminant = _filter.LogDeterminant + _regression.LogDeterminant(_data.Gaps.Length);
        double value = (Math.Log(SumOfSquares / _data.Observed) + (logDeterminant / _data.Observed)) / 2;

        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }
}
