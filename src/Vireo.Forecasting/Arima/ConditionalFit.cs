namespace Vireo.Forecasting.Arima;

/// <summary>Minimises the conditional sum of squares: BFGS with exact derivatives, started from Gauss-Newton's.</summary>
internal static class ConditionalFit
{
    private const int MaximumRounds = 60;
    private const double Tolerance = 1e-8;

    /// <summary>Moves <paramref name="parameters"/> to the nearest minimum; the errors of <paramref name="squares"/> are
    /// then those of the minimum.</summary>
    public static void Minimise(ConditionalSquares squares, Span<double> parameters)
    {
        int size = parameters.Length;
        double value = squares.Evaluate(parameters);
        if (size == 0 || !double.IsFinite(value))
        {
            return;
        }

        double[] normal = new double[size * size];
        squares.Curvature(parameters, normal);
        var search = new QuasiNewton(size);
        Curvature.Invert(normal, squares.SumOfSquares, size, search.Inverse, size);
        search.Minimise(squares, parameters, Tolerance, MaximumRounds);
        squares.Evaluate(parameters);
    }
}
