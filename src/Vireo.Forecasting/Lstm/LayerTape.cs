namespace Vireo.Forecasting.Lstm;

/// <summary>What one layer saw and did at every cell, for the way back.</summary>
internal sealed class LayerTape
{
    private readonly int _rows;
    private readonly int _gates;
    private readonly int _hidden;

    public LayerTape(LstmShape shape, int layer, int rows)
    {
        _rows = rows;
        _gates = shape.Gates;
        _hidden = shape.Hidden;
        EnteringColumns = shape.LayerInputs(layer);
        Width = shape.LayerWidth(layer);
        Cells = shape.Cells;
        Inputs = new float[Cells * rows * Width];
        Gates = new float[Cells * rows * _gates];
        States = new float[(Cells + 1) * rows * _hidden];
        for (int row = 0; row < Cells * rows; row++)
        {
            Inputs[(row * Width) + EnteringColumns] = 1;
        }
    }

    public int Cells { get; }

    /// <summary>Columns of an input: what enters, a constant one, and the hidden state before the cell.</summary>
    public int Width { get; }

    public int EnteringColumns { get; }

    /// <summary>Cell-major, then a row a sample.</summary>
    public float[] Inputs { get; }

    /// <summary>Open gates and candidate of each cell, [input, forget, output, candidate].</summary>
    public float[] Gates { get; }

    /// <summary>Cell states; the first is zero.</summary>
    public float[] States { get; }

    public Matrix InputRows(int cell) => new(Inputs.AsSpan(cell * _rows * Width), _rows, Width);

    public Matrix GateRows(int cell) => new(Gates.AsSpan(cell * _rows * _gates), _rows, _gates);

    public Span<float> InputOf(int cell, int row) => Inputs.AsSpan(((cell * _rows) + row) * Width, Width);

    public Span<float> GatesOf(int cell, int row) => Gates.AsSpan(((cell * _rows) + row) * _gates, _gates);

    /// <summary>The state after so many cells.</summary>
    public Span<float> StateOf(int cells, int row) => States.AsSpan(((cells * _rows) + row) * _hidden, _hidden);

    /// <summary>Where the hidden state before a cell is written.</summary>
    public Span<float> HiddenOf(int cell, int row) => InputOf(cell, row)[(EnteringColumns + 1)..];
}
