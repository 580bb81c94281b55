namespace Vireo.Forecasting.Arima;

/// <summary>Turns columns of values into independent innovations of variance one, under an ARMA model with errors of
/// variance one: the Cholesky factor of the covariance, solved without ever forming it.</summary>
/// <remarks>Until the gain is steady a step costs O(r) a column, afterwards only the non-zero terms of the polynomials.
/// Allocates when made, not when run.</remarks>
internal sealed class ArmaFilter
{
    private readonly ArmaPolynomials _model;
    private readonly double[][] _states;
    private readonly double[] _steadyMa;

    public ArmaFilter(ArmaPolynomials model, int columns)
    {
        _model = model;
        Gain = new ArmaGain(model);
        _states = new double[columns][];
        for (int column = 0; column < columns; column++)
        {
            _states[column] = new double[ArmaKernel.PaddedLength(model.StateLength)];
        }

        _steadyMa = new double[model.Ma.Lags.Length];
    }

    /// <summary>Gain and variance after the last value.</summary>
    public ArmaGain Gain { get; }

    /// <summary>Σ log Fₜ, the log determinant of the covariance.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>The state after the last value of a column; only after a run that keeps states.</summary>
    public ReadOnlySpan<double> State(int column) => _states[column];

    /// <summary>Filters all columns; false when the model is not stationary.</summary>
    /// <param name="values">The columns one after the other, oldest value first.</param>
    /// <param name="count">Values in a column.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="innovations">Receives the innovations, in the layout of the values.</param>
    /// <param name="keepStates">Whether <see cref="State"/> is wanted; the steady phase is then slower.</param>
    public bool TryRun(
        ReadOnlySpan<double> values, int count, int columns, Span<double> innovations, bool keepStates = false)
    {
        if (!Gain.TryStart(_model))
        {
            return false;
        }

        for (int column = 0; column < columns; column++)
        {
            Array.Clear(_states[column]);
        }

        var logs = new LogSum();
        int steadySince = int.MaxValue;
        int t = 0;
        for (; t < count && (keepStates || t < steadySince); t++)
        {
            double scale = 1 / Math.Sqrt(Gain.Variance);
            logs.Multiply(Gain.Variance);
            for (int column = 0; column < columns; column++)
            {
                int at = (column * count) + t;
                double[] state = _states[column];
                double innovation = values[at] - state[0];
                innovations[at] = innovation * scale;
                ArmaKernel.StepState(state, Gain.Phi, Gain.Gain, innovation);
            }

            Gain.Advance();
            if (Gain.IsSteady && steadySince == int.MaxValue)
            {
                // The sparse recursion looks back over one state length, all of which must lie in the steady phase.
                steadySince = t + 1 + _model.StateLength;
            }
        }

        LogDeterminant = logs.Value + ((count - t) * Math.Log(Gain.Variance));
        if (t < count)
        {
            RunSteady(values, count, columns, innovations, t);
        }

        return true;
    }

    private void RunSteady(ReadOnlySpan<double> values, int count, int columns, Span<double> innovations, int from)
    {
        ReadOnlySpan<int> arLags = _model.Ar.Lags;
        ReadOnlySpan<double> ar = _model.Ar.Coefficients;
        ReadOnlySpan<int> maLags = _model.Ma.Lags;
        Span<double> ma = _steadyMa;
        for (int term = 0; term < ma.Length; term++)
        {
            ma[term] = Gain.Gain[maLags[term] - 1] - Gain.Phi[maLags[term] - 1];
        }

        double scale = 1 / Math.Sqrt(Gain.Variance);
        for (int column = 0; column < columns; column++)
        {
            ReadOnlySpan<double> series = values.Slice(column * count, count);
            Span<double> errors = innovations.Slice(column * count, count);
            for (int t = from; t < series.Length; t++)
            {
                double value = series[t];
                for (int term = 0; term < arLags.Length; term++)
                {
                    value -= ar[term] * series[t - arLags[term]];
                }

                value *= scale;
                for (int term = maLags.Length - 1; term >= 0; term--)
                {
                    value -= ma[term] * errors[t - maLags[term]];
                }

                errors[t] = value;
            }
        }
    }
}
