using System.Numerics.Tensors;

namespace Vireo.Forecasting.Lstm;

/// <summary>One pass of samples through a network.</summary>
internal static class LstmPass
{
    /// <summary>Fills the workspace from the samples up to its output.</summary>
    public static void Forward(
        LstmShape shape, Span<float> parameters, ReadOnlySpan<float> samples, LstmWorkspace workspace)
    {
        Enter(shape, samples, workspace);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Recur(shape, parameters, layer, workspace);
        }

        var dense = new Matrix(
            parameters.Slice(shape.DenseOffset, shape.SummaryLength * shape.Dense), shape.SummaryLength, shape.Dense);
        for (int row = 0; row < workspace.Rows; row++)
        {
            Joined(workspace, row)[..shape.Dense].Clear();
        }

        workspace.DenseRows.AddProduct(workspace.SummaryRows, dense);
        for (int row = 0; row < workspace.Rows; row++)
        {
            Span<float> units = Joined(workspace, row)[..shape.Dense];
            TensorPrimitives.Tanh(units, units);
        }

        workspace.Output.AsSpan().Clear();
        workspace.OutputRows.AddProduct(
            workspace.JoinedRows,
            new Matrix(parameters[shape.OutputOffset..], shape.Dense + shape.SummaryLength, shape.Outputs));
    }

    private static void Enter(LstmShape shape, ReadOnlySpan<float> samples, LstmWorkspace workspace)
    {
        LayerTape first = workspace.Layers[0];
        for (int row = 0; row < workspace.Rows; row++)
        {
            ReadOnlySpan<float> sample = samples.Slice(row * shape.SampleLength, shape.SampleLength);
            for (int cell = 0; cell < shape.Cells; cell++)
            {
                sample.Slice(cell * shape.Features, shape.Features).CopyTo(first.InputOf(cell, row));
            }

            sample[^shape.Extras..].CopyTo(Joined(workspace, row)[(shape.Dense + shape.Hidden)..]);
        }
    }

    private static void Recur(LstmShape shape, Span<float> parameters, int layer, LstmWorkspace workspace)
    {
        LayerTape tape = workspace.Layers[layer];
        var weights = new Matrix(
            parameters.Slice(shape.LayerOffset(layer), tape.Width * shape.Gates), tape.Width, shape.Gates);
        for (int row = 0; row < workspace.Rows; row++)
        {
            tape.HiddenOf(0, row).Clear();
        }

        tape.Gates.AsSpan().Clear();
        for (int cell = 0; cell < tape.Cells; cell++)
        {
            tape.GateRows(cell).AddProduct(tape.InputRows(cell), weights);
            for (int row = 0; row < workspace.Rows; row++)
            {
                Span<float> hidden = Hidden(shape, workspace, layer, cell, row);
                CellKernel.Forward(
                    tape.GatesOf(cell, row), tape.StateOf(cell, row), tape.StateOf(cell + 1, row), hidden);
                if (layer + 1 < shape.Layers)
                {
                    hidden.CopyTo(workspace.Layers[layer + 1].InputOf(cell, row));
                }
            }
        }
    }

    // The hidden state after a cell: what the next cell reads, or the summary after the last.
    private static Span<float> Hidden(LstmShape shape, LstmWorkspace workspace, int layer, int cell, int row)
    {
        LayerTape tape = workspace.Layers[layer];

        return cell + 1 < tape.Cells
            ? tape.HiddenOf(cell + 1, row)
            : Joined(workspace, row).Slice(shape.Dense, shape.Hidden);
    }

    private static Span<float> Joined(LstmWorkspace workspace, int row) =>
        workspace.Joined.AsSpan(row * workspace.JoinedLength, workspace.JoinedLength);
}
