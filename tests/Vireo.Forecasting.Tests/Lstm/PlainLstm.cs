using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

/// <summary>The network as the textbook writes it: double precision, one sample, no vectors. What the kernels are held
/// against.</summary>
internal static class PlainLstm
{
    public static double[] Evaluate(LstmShape shape, double[] weights, float[] sample)
    {
        double[][] inputs = [.. Enumerable.Range(0, shape.Cells)
            .Select(cell => sample.Skip(cell * shape.Features).Take(shape.Features))
            .Select(values => values.Select(value => (double)value).ToArray())];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            inputs = Layer(shape, weights, layer, inputs);
        }

        double[] facts = [.. sample.TakeLast(shape.Extras).Select(value => (double)value)];
        double[] summary = [.. inputs[^1], .. facts, 1];
        double[] units = [.. Product(summary, weights, shape.DenseOffset, shape.Dense).Select(Math.Tanh)];

        return Product([.. units, .. summary], weights, shape.OutputOffset, shape.Outputs);
    }

    /// <summary>Slopes by central differences, of the sum of outputs times some factors.</summary>
    public static double Slope(LstmShape shape, double[] weights, float[] sample, double[] factors, int index)
    {
        const double Step = 1e-5;
        double kept = weights[index];
        weights[index] = kept + Step;
        double above = Dot(Evaluate(shape, weights, sample), factors);
        weights[index] = kept - Step;
        double below = Dot(Evaluate(shape, weights, sample), factors);
        weights[index] = kept;

        return (above - below) / (2 * Step);
    }

    private static double[][] Layer(LstmShape shape, double[] weights, int layer, double[][] inputs)
    {
        double[] state = new double[shape.Hidden];
        double[] hidden = new double[shape.Hidden];
        double[][] outputs = new double[inputs.Length][];
        for (int cell = 0; cell < inputs.Length; cell++)
        {
            double[] z = Product([.. inputs[cell], 1, .. hidden], weights, shape.LayerOffset(layer), shape.Gates);
            hidden = new double[shape.Hidden];
            for (int unit = 0; unit < shape.Hidden; unit++)
            {
                double input = Sigmoid(z[unit]);
                double forget = Sigmoid(z[shape.Hidden + unit]);
                double output = Sigmoid(z[(2 * shape.Hidden) + unit]);
                double candidate = Math.Tanh(z[(3 * shape.Hidden) + unit]);
                state[unit] = (forget * state[unit]) + (input * candidate);
                hidden[unit] = output * Math.Tanh(state[unit]);
            }

            outputs[cell] = hidden;
        }

        return outputs;
    }

    private static double[] Product(double[] row, double[] weights, int offset, int columns)
    {
        double[] result = new double[columns];
        for (int i = 0; i < row.Length; i++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[column] += row[i] * weights[offset + (i * columns) + column];
            }
        }

        return result;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
