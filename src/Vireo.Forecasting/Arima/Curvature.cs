namespace Vireo.Forecasting.Arima;

/// <summary>Turns the normal matrix of conditional errors into a first guess of the inverse second derivatives.</summary>
internal static class Curvature
{
    /// <summary>Writes the leading block of the inverse of the matrix divided by the sum of squares.</summary>
    /// <param name="normal">JᵀJ, row-major; or empty for the unit matrix.</param>
    /// <param name="sumOfSquares">What the second derivatives of ½ log(sum of squares) divide JᵀJ by.</param>
    /// <param name="size">Rows of the matrix.</param>
    /// <param name="inverse">Receives the block, row-major.</param>
    /// <param name="block">Rows of the block.</param>
    public static void Invert(
        ReadOnlySpan<double> normal, double sumOfSquares, int size, Span<double> inverse, int block)
    {
        double[] factor = new double[size * size];
        normal.CopyTo(factor);
        for (int i = 0; i < size; i++)
        {
            // A ridge keeps the first step short along directions in which the terms cancel.
            double diagonal = factor[(i * size) + i];
            factor[(i * size) + i] = diagonal > 0 ? diagonal * (1 + 1e-3) : 1;
        }

        bool isUsable = !normal.IsEmpty && SymmetricSolver.TryFactorise(factor, size)
            && double.IsFinite(sumOfSquares) && sumOfSquares > 0;
        Span<double> unit = new double[size];
        for (int i = 0; i < block; i++)
        {
            unit.Clear();
            unit[i] = 1;
            if (isUsable)
            {
                SymmetricSolver.Solve(factor, size, unit);
            }

            for (int j = 0; j < block; j++)
            {
                inverse[(i * block) + j] = unit[j] * (isUsable ? sumOfSquares : 1);
            }
        }
    }
}
