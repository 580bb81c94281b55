namespace Vireo.Forecasting.Lstm;

/// <summary>A copy of the weights in which every block is transposed: what the way back multiplies by.</summary>
internal sealed class TransposedWeights(LstmShape shape)
{
    private readonly float[] _values = new float[shape.ParameterCount];

    public Matrix Dense => Block(shape.DenseOffset, shape.Dense, shape.SummaryLength);

    public Matrix Output => Block(shape.OutputOffset, shape.Outputs, shape.Dense + shape.SummaryLength);

    public Matrix Layer(int layer) => Block(shape.LayerOffset(layer), shape.Gates, shape.LayerWidth(layer));

    public void Copy(ReadOnlySpan<float> parameters)
    {
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Transpose(parameters, shape.LayerOffset(layer), shape.LayerWidth(layer), shape.Gates);
        }

        Transpose(parameters, shape.DenseOffset, shape.SummaryLength, shape.Dense);
        Transpose(parameters, shape.OutputOffset, shape.Dense + shape.SummaryLength, shape.Outputs);
    }

    private Matrix Block(int offset, int rows, int columns) => new(
        _values.AsSpan(offset, rows * columns), rows, columns);

    private void Transpose(ReadOnlySpan<float> parameters, int offset, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                _values[offset + (column * rows) + row] = parameters[offset + (row * columns) + column];
            }
        }
    }
}
