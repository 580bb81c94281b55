namespace Vireo.Forecasting.Lstm;

/// <summary>Slopes of a loss by every parameter, by backpropagation through time.</summary>
internal sealed class LstmGradient
{
    private readonly LstmShape _shape;
    private readonly float[] _joinedSlope;
    private readonly float[] _hiddenSlope;
    private readonly float[] _stateSlope;
    private readonly float[] _gateSlope;
    private readonly float[] _enteringSlope;

    public LstmGradient(LstmShape shape, int rows)
    {
        _shape = shape;
        Values = new float[shape.ParameterCount];
        _joinedSlope = new float[rows * (shape.Dense + shape.SummaryLength)];
        _hiddenSlope = new float[rows * shape.Hidden];
        _stateSlope = new float[rows * shape.Hidden];
        _gateSlope = new float[rows * shape.Gates];
        _enteringSlope = shape.Layers > 1 ? new float[shape.Cells * rows * shape.Hidden] : [];
    }

    /// <summary>As long as the parameters, in their order.</summary>
    public float[] Values { get; }

    /// <summary>Writes the slopes, given those by the output.</summary>
    /// <param name="transposed">The weights with every block transposed.</param>
    /// <param name="workspace">As the forward pass left it.</param>
    /// <param name="outputSlope">A row a sample.</param>
    public void Compute(TransposedWeights transposed, LstmWorkspace workspace, Span<float> outputSlope)
    {
        Values.AsSpan().Clear();
        Leave(transposed, workspace, new Matrix(outputSlope, workspace.Rows, _shape.Outputs));
        for (int layer = _shape.Layers - 1; layer >= 0; layer--)
        {
            Recur(transposed, workspace, layer);
        }
    }

    // From the output to the last hidden state, whose slope is left in _hiddenSlope.
    private void Leave(TransposedWeights transposed, LstmWorkspace workspace, Matrix output)
    {
        int dense = _shape.Dense;
        int joined = workspace.JoinedLength;
        new Matrix(Values.AsSpan(_shape.OutputOffset), joined, _shape.Outputs)
            .AddProduct(workspace.JoinedRows.Transposed, output);
        var joinedSlope = new Matrix(_joinedSlope, workspace.Rows, joined);
        _joinedSlope.AsSpan().Clear();
        joinedSlope.AddProduct(output, transposed.Output);

        for (int row = 0; row < workspace.Rows; row++)
        {
            ReadOnlySpan<float> units = workspace.Joined.AsSpan(row * joined, dense);
            Span<float> slope = _joinedSlope.AsSpan(row * joined, dense);
            for (int unit = 0; unit < dense; unit++)
            {
                slope[unit] *= 1 - (units[unit] * units[unit]);
            }
        }

        Matrix denseSlope = joinedSlope.SliceColumns(0, dense);
        new Matrix(Values.AsSpan(_shape.DenseOffset), _shape.SummaryLength, dense)
            .AddProduct(workspace.SummaryRows.Transposed, denseSlope);
        for (int row = 0; row < workspace.Rows; row++)
        {
            _joinedSlope.AsSpan((row * joined) + dense, _shape.Hidden).CopyTo(_hiddenSlope.AsSpan(row * _shape.Hidden));
        }

        new Matrix(_hiddenSlope, workspace.Rows, _shape.Hidden)
            .AddProduct(denseSlope, transposed.Dense.SliceColumns(0, _shape.Hidden));
    }

    private void Recur(TransposedWeights transposed, LstmWorkspace workspace, int layer)
    {
        LayerTape tape = workspace.Layers[layer];
        Matrix back = transposed.Layer(layer);
        Matrix recurrent = back.SliceColumns(tape.EnteringColumns + 1, _shape.Hidden);
        var weights = new Matrix(Values.AsSpan(_shape.LayerOffset(layer)), tape.Width, _shape.Gates);
        var gates = new Matrix(_gateSlope, workspace.Rows, _shape.Gates);
        var hidden = new Matrix(_hiddenSlope, workspace.Rows, _shape.Hidden);
        int block = _hiddenSlope.Length;
        bool isUpper = layer > 0;
        _stateSlope.AsSpan().Clear();
        for (int cell = tape.Cells - 1; cell >= 0; cell--)
        {
            if (layer + 1 < _shape.Layers)
            {
                Add(_enteringSlope.AsSpan(cell * block, block), _hiddenSlope);
            }

            Pointwise(tape, cell, workspace.Rows);
            weights.AddProduct(tape.InputRows(cell).Transposed, gates);
            _hiddenSlope.AsSpan().Clear();
            hidden.AddProduct(gates, recurrent);
            if (isUpper)
            {
                Span<float> entering = _enteringSlope.AsSpan(cell * block, block);
                entering.Clear();
                new Matrix(entering, workspace.Rows, _shape.Hidden)
                    .AddProduct(gates, back.SliceColumns(0, _shape.Hidden));
            }
        }

        _hiddenSlope.AsSpan().Clear();
    }

    private void Pointwise(LayerTape tape, int cell, int rows)
    {
        int hidden = _shape.Hidden;
        for (int row = 0; row < rows; row++)
        {
            CellKernel.Backward(
                tape.GatesOf(cell, row),
                tape.StateOf(cell, row),
                tape.StateOf(cell + 1, row),
                _hiddenSlope.AsSpan(row * hidden, hidden),
                _stateSlope.AsSpan(row * hidden, hidden),
                _gateSlope.AsSpan(row * _shape.Gates, _shape.Gates));
        }
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> target) =>
        System.Numerics.Tensors.TensorPrimitives.Add(target, source, target);
}
