namespace Vireo.Forecasting.Lstm;

/// <summary>Everything that a pass over some samples writes; reused from pass to pass.</summary>
internal sealed class LstmWorkspace
{
    private readonly LstmShape _shape;

    public LstmWorkspace(LstmShape shape, int rows)
    {
        _shape = shape;
        Rows = rows;
        Layers = new LayerTape[shape.Layers];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Layers[layer] = new LayerTape(shape, layer, rows);
        }

        Joined = new float[rows * JoinedLength];
        Output = new float[rows * shape.Outputs];
        for (int row = 0; row < rows; row++)
        {
            Joined[(row * JoinedLength) + JoinedLength - 1] = 1;
        }
    }

    public int Rows { get; }

    public LayerTape[] Layers { get; }

    /// <summary>A row a sample: dense units, last hidden state, facts, one.</summary>
    public float[] Joined { get; }

    public float[] Output { get; }

    public int JoinedLength => _shape.Dense + _shape.SummaryLength;

    public Matrix JoinedRows => new(Joined, Rows, JoinedLength);

    public Matrix DenseRows => JoinedRows.SliceColumns(0, _shape.Dense);

    public Matrix SummaryRows => JoinedRows.SliceColumns(_shape.Dense, _shape.SummaryLength);

    public Matrix OutputRows => new(Output, Rows, _shape.Outputs);
}
