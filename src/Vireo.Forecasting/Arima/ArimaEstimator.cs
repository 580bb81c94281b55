namespace Vireo.Forecasting.Arima;

/// <summary>Estimates the coefficients of a given order: conditional sum of squares first, then the exact
/// likelihood.</summary>
internal static class ArimaEstimator
{
    private const double Log2Pi = 1.8378770664093453;
    private const double Tolerance = 1e-9;
    private const int MaximumRounds = 100;

    /// <summary>Lags at which an autoregression may hide behind a moving average of the other sign.</summary>
    private const int HiddenTrends = 2;

    /// <summary>Conditional estimates.</summary>
    /// <param name="data">The prepared series.</param>
    /// <param name="order">The order.</param>
    /// <param name="constant">The constant term, which <paramref name="data"/> has as a column.</param>
    /// <param name="curvature">Receives JᵀJ of the minimum, row-major; may be empty.</param>
    public static ArimaEstimate Conditional(
        ArimaData data, in ArimaOrder order, ArimaConstant constant, Span<double> curvature = default)
    {
        var squares = new ConditionalSquares(data, new ArmaPolynomials(order));
        double[] parameters = new double[squares.ParameterCount];
        StartRegression(data, parameters.AsSpan(order.ArmaTerms));
        double variance = double.PositiveInfinity;
        if (squares.Used > 0)
        {
            ConditionalFit.Minimise(squares, parameters);
            variance = squares.SumOfSquares / squares.Used;
        }

        if (!curvature.IsEmpty && double.IsFinite(variance))
        {
            squares.Curvature(parameters, curvature);
        }

        return new ArimaEstimate(order, constant, ArimaMethod.ConditionalSumOfSquares, parameters,
            LogLikelihood(data, Math.Log(variance) / 2), variance, data.Observed);
    }

    /// <summary>Exact estimates, started from conditional ones.</summary>
    public static ArimaEstimate Exact(ArimaData data, in ArimaOrder order, ArimaConstant constant)
    {
        int size = order.ArmaTerms + data.RegressorCount;
        double[] curvature = new double[size * size];
        ArimaEstimate start = Conditional(data, order, constant, curvature);

        return Exact(data, start, curvature);
    }

    /// <summary>Exact estimates from some start of the same order.</summary>
    public static ArimaEstimate Exact(ArimaData data, ArimaEstimate start)
    {
        int size = start.Parameters.Length;
        double[] curvature = new double[size * size];
        var squares = new ConditionalSquares(data, new ArmaPolynomials(start.Order));
        squares.Evaluate(start.Parameters);
        squares.Curvature(start.Parameters, curvature);

        return Exact(data, start with { Variance = squares.SumOfSquares / data.Count }, curvature);
    }

    /// <summary>The best of the exact estimates started from conditional ones, from nothing and from trends that hide
    /// behind a moving average: the likelihood of a mixed model can have several hills.</summary>
    /// <param name="data">The prepared series.</param>
    /// <param name="order">The order.</param>
    /// <param name="constant">The constant term, which <paramref name="data"/> has as a column.</param>
    /// <param name="prefersSafeRoots">Whether a lower hill with safe roots goes before a higher one without.</param>
    public static ArimaEstimate BestExact(
        ArimaData data, in ArimaOrder order, ArimaConstant constant, bool prefersSafeRoots)
    {
        ArimaEstimate best = Exact(data, order, constant);
        if (order.Ma + order.SeasonalMa == 0)
        {
            return best;
        }

        double[] start = new double[best.Parameters.Length];
        Consider(Exact(data, best with { Parameters = start }));
        for (int lag = 0; lag < Math.Min(HiddenTrends, Math.Min(order.Ar, order.Ma)); lag++)
        {
            Array.Clear(start);
            start[lag] = 0.5;
            start[order.Ar + lag] = -0.9;
            Consider(Exact(data, best with { Parameters = start }));
        }

        return best;

        void Consider(ArimaEstimate other)
        {
            bool isOtherSafe = !prefersSafeRoots || other.HasSafeRoots;
            bool isBestSafe = !prefersSafeRoots || best.HasSafeRoots;
            best = isOtherSafe == isBestSafe
                ? other.LogLikelihood > best.LogLikelihood ? other : best
                : isOtherSafe ? other : best;
        }
    }

    /// <summary>Exact estimates kept where automatic selection accepts the roots.</summary>
    public static ArimaEstimate ExactWithSafeRoots(ArimaData data, ArimaEstimate start)
    {
        double[] parameters = (double[])start.Parameters.Clone();
        SafeRoots.Pull(start.Order, parameters);

        return Exact(data, start with { Parameters = parameters }, curvature: [], isConfined: true);
    }

    private static ArimaEstimate Exact(
        ArimaData data, ArimaEstimate start, ReadOnlySpan<double> curvature, bool isConfined = false)
    {
        ArimaOrder order = start.Order;
        double[] parameters = (double[])start.Parameters.Clone();
        Span<double> arma = parameters.AsSpan(0, order.ArmaTerms);
        StationaryStart.Make(order, arma);
        var likelihood = new ExactLikelihood(data, new ArmaPolynomials(order), isConfined);
        double value = double.PositiveInfinity;
        if (order.ArmaTerms > 0)
        {
            var search = new QuasiNewton(order.ArmaTerms);
            double sumOfSquares = start.Variance * Math.Max(1, data.Count);
            Curvature.Invert(curvature, sumOfSquares, parameters.Length, search.Inverse, order.ArmaTerms);
            value = search.Minimise(likelihood, arma, Tolerance, MaximumRounds);
            LagRoots.MakeInvertible(arma.Slice(order.Ar, order.Ma));
            LagRoots.MakeInvertible(arma[(order.Ar + order.Ma + order.SeasonalAr)..]);
        }

        double at = likelihood.Evaluate(arma);
        value = double.IsFinite(at) ? at : value;
        likelihood.Regression.Coefficients.AsSpan(data.Gaps.Length).CopyTo(parameters.AsSpan(order.ArmaTerms));

        return new ArimaEstimate(order, start.Constant, ArimaMethod.MaximumLikelihood, parameters,
            LogLikelihood(data, value), likelihood.SumOfSquares / data.Observed, data.Observed);
    }

    /// <summary>Scores the coefficients of an estimate exactly on other data; only the regression is
    /// estimated.</summary>
    public static ArimaEstimate Score(ArimaData data, ArimaEstimate estimate)
    {
        double[] parameters = (double[])estimate.Parameters.Clone();
        int terms = estimate.Order.ArmaTerms;
        var likelihood = new ExactLikelihood(data, new ArmaPolynomials(estimate.Order));
        double value = likelihood.Evaluate(parameters.AsSpan(0, terms));
        likelihood.Regression.Coefficients.AsSpan(data.Gaps.Length).CopyTo(parameters.AsSpan(terms));

        return estimate with
        {
            Method = ArimaMethod.MaximumLikelihood,
            Parameters = parameters,
            LogLikelihood = LogLikelihood(data, value),
            Variance = likelihood.SumOfSquares / data.Observed,
            Observed = data.Observed,
        };
    }

    /// <summary>Scores given coefficients of a model without regressors.</summary>
    public static ArimaEstimate At(ArimaData data, in ArimaOrder order, ArimaMethod method, double[] coefficients)
    {
        var model = new ArmaPolynomials(order);
        if (method == ArimaMethod.ConditionalSumOfSquares)
        {
            var squares = new ConditionalSquares(data, model);
            double conditional = squares.Evaluate(coefficients);

            return new ArimaEstimate(order, ArimaConstant.None, method, coefficients, LogLikelihood(data, conditional),
                squares.SumOfSquares / squares.Used, data.Observed);
        }

        var likelihood = new ExactLikelihood(data, model);
        double value = likelihood.Evaluate(coefficients);

        return new ArimaEstimate(order, ArimaConstant.None, method, coefficients, LogLikelihood(data, value),
            likelihood.SumOfSquares / data.Observed, data.Observed);
    }

    private static double LogLikelihood(ArimaData data, double value) =>
        -data.Observed * (value + ((1 + Log2Pi) / 2) + Math.Log(data.Scale));

    private static void StartRegression(ArimaData data, Span<double> coefficients)
    {
        if (coefficients.IsEmpty)
        {
            return;
        }

        double[] columns = new double[(coefficients.Length + 1) * data.Count];
        data.Series.CopyTo(columns);
        for (int i = 0; i < coefficients.Length; i++)
        {
            data.Regressor(i).CopyTo(columns.AsSpan((i + 1) * data.Count));
        }

        var regression = new ColumnRegression(coefficients.Length);
        regression.Solve(columns, data.Count);
        regression.Coefficients.CopyTo(coefficients);
    }
}
