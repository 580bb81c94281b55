namespace Vireo.Forecasting.Arima;

/// <summary>Standard errors of ARIMA coefficients: of the ARMA part from second differences of the profiled likelihood, of
/// the regression from generalised least squares. The two are asymptotically independent.</summary>
internal static class StandardErrorsOf
{
    private const double Difference = 1e-3;

    public static double[] Estimate(
        ArimaData data, ExactLikelihood likelihood, ArimaEstimate estimate, ReadOnlySpan<double> arma)
    {
        double[] errors = new double[estimate.Parameters.Length];
        Array.Fill(errors, double.NaN);
        double sigma = Math.Sqrt(likelihood.SumOfSquares / data.Observed);
        for (int i = 0; i < data.RegressorCount; i++)
        {
            int column = data.Gaps.Length + i;
            double scaled = sigma * Math.Sqrt(likelihood.Regression.Variance(column));
            errors[arma.Length + i] = data.Unscaled(column + 1, scaled);
        }

        double[] hessian = Hessian(likelihood, arma);
        if (SymmetricSolver.TryFactorise(hessian, arma.Length))
        {
            double[] unit = new double[arma.Length];
            for (int i = 0; i < arma.Length; i++)
            {
                Array.Clear(unit);
                unit[i] = 1;
                SymmetricSolver.Solve(hessian, arma.Length, unit);
                errors[i] = Math.Sqrt(unit[i] / data.Observed);
            }
        }

        return errors;
    }

    private static double[] Hessian(ExactLikelihood likelihood, ReadOnlySpan<double> arma)
    {
        double[] hessian = new double[arma.Length * arma.Length];
        double[] point = arma.ToArray();
        for (int i = 0; i < arma.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double second = (Value(1, 1) - Value(1, -1) - Value(-1, 1) + Value(-1, -1)) / (4 * Difference * Difference);
                hessian[(i * arma.Length) + j] = second;

                double Value(int first, int other)
                {
                    point[i] += first * Difference;
                    point[j] += other * Difference;
                    double value = likelihood.Evaluate(point);
                    point[i] -= first * Difference;
                    point[j] -= other * Difference;

                    return value;
                }
            }
        }

        return hessian;
    }
}
