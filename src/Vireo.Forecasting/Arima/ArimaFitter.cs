using System.Numerics.Tensors;

namespace Vireo.Forecasting.Arima;

/// <summary>Builds <see cref="ArimaFit"/> from a series, or from an estimate that a search has made.</summary>
internal static class ArimaFitter
{
    /// <summary>Gaps up to which the likelihood of the observed values alone is worth its cost.</summary>
    internal const int MostGaps = 100;

    public static ArimaFit Fit(
        ReadOnlySpan<double> series,
        in ArimaOrder order,
        ArimaConstant constant,
        ArimaMethod method,
        IReadOnlyList<double[]> regressors)
    {
        order.Check();
        int lead = LeadingGaps(series);
        Check(series, lead, order, constant, regressors);
        double[] known = series[lead..].ToArray();
        double[][] columns = [.. regressors.Select(column => column[lead..])];
        int gaps = known.Length - known.Count(double.IsFinite);
        ArimaData data = ArimaData.Create(known, order, constant, columns, takesFillings: gaps > MostGaps);
        ArimaEstimate estimate = method == ArimaMethod.ConditionalSumOfSquares
            ? ArimaEstimator.Conditional(data, order, constant)
            : ArimaEstimator.BestExact(data, order, constant, prefersSafeRoots: false);

        return Finish(known, columns, data, estimate, withErrors: true);
    }

    /// <summary>The model with given ARMA coefficients and no constant, nothing estimated but the variance.</summary>
    public static ArimaFit At(
        ReadOnlySpan<double> series, in ArimaOrder order, ArimaMethod method, double[] coefficients)
    {
        ArimaData data = ArimaData.Create(series, order, ArimaConstant.None, []);

        return Finish(series, [], data, ArimaEstimator.At(data, order, method, coefficients), withErrors: false);
    }

    /// <summary>Residuals, state, values of the gaps and, when wanted, standard errors of an estimate.</summary>
    /// <param name="series">The series without leading gaps.</param>
    /// <param name="regressors">External regressors, as long.</param>
    /// <param name="data">The series prepared.</param>
    /// <param name="estimate">The estimate on this data.</param>
    /// <param name="withErrors">Whether to spend a few dozen likelihoods on standard errors.</param>
    public static ArimaFit Finish(
        ReadOnlySpan<double> series,
        IReadOnlyList<double[]> regressors,
        ArimaData data,
        ArimaEstimate estimate,
        bool withErrors)
    {
        ArimaOrder order = estimate.Order;
        double[] parameters = (double[])estimate.Parameters.Clone();
        Span<double> arma = parameters.AsSpan(0, order.ArmaTerms);
        if (estimate.Method == ArimaMethod.ConditionalSumOfSquares)
        {
            StationaryStart.Make(order, arma);
        }

        var model = new ArmaPolynomials(order);
        var likelihood = new ExactLikelihood(data, model);
        double[] state = new double[ArmaKernel.PaddedLength(model.StateLength)];
        ArmaGain gain = likelihood.Finish(arma, parameters.AsSpan(order.ArmaTerms), state);
        TensorPrimitives.Multiply(state, data.Scale, state);
        double[] residuals = likelihood.Innovations.ToArray();
        if (estimate.Method == ArimaMethod.ConditionalSumOfSquares)
        {
            var squares = new ConditionalSquares(data, model);
            squares.Evaluate(estimate.Parameters);
            residuals = squares.Errors.ToArray();
        }

        TensorPrimitives.Multiply(residuals, data.Scale, residuals);
        double[] regression = Regression(data, estimate);
        double[] adjusted = Adjusted(series, regressors, data, likelihood, regression, estimate.Constant, order.Period);
        double mean = estimate.Constant == ArimaConstant.Mean ? regression[^1] : 0;
        double slope = estimate.Constant == ArimaConstant.Drift ? regression[^1] : 0;
        double[] gapValues = [.. data.Gaps.Select(gap => adjusted[gap] + Regressed(gap))];
        double[] recent = adjusted[(series.Length - order.LostValues)..];
        var last = new ArimaState(gain, state, order, recent, mean, slope, series.Length);

        // Last, as it moves the likelihood elsewhere.
        double[] errors = withErrors ? StandardErrorsOf.Estimate(data, likelihood, estimate, arma) : [];

        return new ArimaFit(estimate, last, residuals, regression, gapValues, errors);

        double Regressed(int t)
        {
            double sum = mean + (slope * (t + 1));
            for (int i = 0; i < regressors.Count; i++)
            {
                sum += regression[i] * regressors[i][t];
            }

            return sum;
        }
    }

    private static double[] Regression(ArimaData data, ArimaEstimate estimate)
    {
        double[] regression = estimate.Parameters[estimate.Order.ArmaTerms..];
        for (int i = 0; i < regression.Length; i++)
        {
            regression[i] = data.Unscaled(1 + data.Gaps.Length + i, regression[i]);
        }

        if (estimate.Constant == ArimaConstant.Mean)
        {
            regression[^1] += data.Shift;
        }

        return regression;
    }

    // The series less its regression, gaps filled with what the model expects there.
    private static double[] Adjusted(
        ReadOnlySpan<double> series,
        IReadOnlyList<double[]> regressors,
        ArimaData data,
        ExactLikelihood likelihood,
        double[] regression,
        ArimaConstant constant,
        int period)
    {
        double[] adjusted = ArimaData.Filled(series, period);
        for (int i = 0; i < data.Gaps.Length; i++)
        {
            // Value = filling − coefficient · dummy, in scaled units.
            adjusted[data.Gaps[i]] -= likelihood.Regression.Coefficients[i] * data.Scale;
        }

        for (int i = 0; i < regressors.Count; i++)
        {
            TensorPrimitives.MultiplyAdd(regressors[i], -regression[i], adjusted, adjusted);
        }

        for (int t = 0; t < adjusted.Length && constant != ArimaConstant.None; t++)
        {
            adjusted[t] -= regression[^1] * (constant == ArimaConstant.Mean ? 1 : t + 1);
        }

        return adjusted;
    }

    private static int LeadingGaps(ReadOnlySpan<double> series)
    {
        int lead = 0;
        while (lead < series.Length && !double.IsFinite(series[lead]))
        {
            lead++;
        }

        return lead;
    }

    private static void Check(
        ReadOnlySpan<double> series,
        int lead,
        in ArimaOrder order,
        ArimaConstant constant,
        IReadOnlyList<double[]> regressors)
    {
        int known = 0;
        foreach (double value in series)
        {
            known += double.IsFinite(value) ? 1 : 0;
        }

        int needed = order.LostValues + order.ArmaTerms + regressors.Count + 1;
        if (known < needed)
        {
            throw new ArgumentException(
                $"{order} needs at least {needed} values, the series has {known}. Choose a smaller order.",
                nameof(series));
        }

        int differences = order.Differences + order.SeasonalDifferences;
        if ((constant == ArimaConstant.Mean && differences > 0) || (constant == ArimaConstant.Drift && differences > 1))
        {
            throw new ArgumentException(
                $"{order} removes a {constant}. Use a mean without differences, a drift with at most one.",
                nameof(constant));
        }

        foreach (double[] column in regressors)
        {
            if (column.Length != series.Length
                || column.AsSpan(lead).ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            {
                throw new ArgumentException(
                    $"A regressor must be finite and have {series.Length} values, as the series.", nameof(regressors));
            }
        }
    }
}
