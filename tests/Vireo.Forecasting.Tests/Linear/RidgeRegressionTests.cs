using Vireo.Forecasting.Linear;

namespace Vireo.Forecasting.Tests.Linear;

public sealed class RidgeRegressionTests
{
    [Fact]
    public void Learning_row_by_row_equals_the_closed_form()
    {
        const int Width = 5;
        const double Ridge = 0.7;
        double[] numbers = Waves.Noise(300 * (Width + 1), seed: 4);
        var regression = new RidgeRegression(Width, Ridge);
        double[,] system = new double[Width, Width + 1];
        for (int i = 0; i < Width; i++)
        {
            system[i, i] = Ridge;
        }

        for (int at = 0; at < numbers.Length; at += Width + 1)
        {
            ReadOnlySpan<double> row = numbers.AsSpan(at, Width);
            double target = numbers[at + Width] + (2 * row[0]) - row[3];
            regression.Learn(Row(row), target);
            AddNormalEquations(system, row, target);
        }

        double[] expected = Solve(system);

        Assert.All(
            expected.Zip(regression.Coefficients.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void An_update_equals_a_refit_on_the_same_weights()
    {
        const int Width = 4;
        const double Ridge = 0.5;
        const double Memory = 0.98;
        const int Rows = 200;
        double[] numbers = Waves.Noise(Rows * (Width + 1), seed: 9);
        var regression = new RidgeRegression(Width, Ridge);
        double[,] system = new double[Width, Width + 1];
        for (int i = 0; i < Width; i++)
        {
            system[i, i] = Ridge;
        }

        for (int at = 0; at < Rows; at++)
        {
            ReadOnlySpan<double> row = numbers.AsSpan(at * (Width + 1), Width);
            double target = numbers[(at * (Width + 1)) + Width] + row[1];
            double weight = at % 10 == 0 ? 0.1 : 1;

            // Nothing is forgotten before something is known.
            double memory = at >= Rows / 4 ? Memory : 1;
            Scale(system, memory);
            regression.Learn(Row(row), target, weight, memory);
            double root = Math.Sqrt(weight);
            AddNormalEquations(system, [.. row.ToArray().Select(value => root * value)], root * target);
        }

        Assert.All(
            Solve(system).Zip(regression.Coefficients.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        var regression = new RidgeRegression(2, ridge: 1);
        regression.Learn([1, 2, 0, 0], 3);

        regression.Clear();

        Assert.Equal(0, regression.Predict([1, 2, 0, 0]));
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var regression = new RidgeRegression(2, ridge: 1);

        var error = Assert.Throws<ArgumentException>(() => regression.Learn([1, 2], 3));

        Assert.Contains("4 numbers, not 2", error.Message);
    }

    // Filled up with zeros to whole vectors.
    private static double[] Row(ReadOnlySpan<double> features)
    {
        double[] row = new double[(features.Length + 3) / 4 * 4];
        features.CopyTo(row);

        return row;
    }

    private static void Scale(double[,] system, double factor)
    {
        for (int i = 0; i < system.GetLength(0); i++)
        {
            for (int j = 0; j < system.GetLength(1); j++)
            {
                system[i, j] *= factor;
            }
        }
    }

    private static void AddNormalEquations(double[,] system, ReadOnlySpan<double> row, double target)
    {
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                system[i, j] += row[i] * row[j];
            }

            system[i, row.Length] += row[i] * target;
        }
    }

    // Gauss-Jordan; the system is positive definite, so no pivoting is needed.
    private static double[] Solve(double[,] system)
    {
        int size = system.GetLength(0);
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = 0; row < size; row++)
            {
                double factor = row == pivot ? 0 : system[row, pivot] / system[pivot, pivot];
                for (int column = pivot; column <= size; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, size).Select(row => system[row, size] / system[row, row])];
    }
}
