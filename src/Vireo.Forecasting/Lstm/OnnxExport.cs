using System.Globalization;

namespace Vireo.Forecasting.Lstm;

/// <summary>Writes a network in the open format of neural networks, for any runtime that reads it.</summary>
/// <remarks>Inputs <c>window</c> [batch, cells, 2 × patch] and <c>facts</c> [batch, facts] are the two parts of a
/// sample as <see cref="LstmNetwork.Encode"/> writes it; the output <c>quantiles</c> [batch, horizon, levels] is what
/// <see cref="LstmNetwork.Evaluate"/> gives. ONNX operator set 17, format version 8; its LSTM orders the gates i, o, f,
/// c. The sizes and levels are in the model's metadata.</remarks>
public static class OnnxExport
{
    private const int FormatVersion = 8;
    private const int OperatorSet = 17;

    /// <summary>Writes the model.</summary>
    public static void Write(LstmNetwork network, Stream stream)
    {
        OnnxMessage model = new OnnxMessage()
            .With(1, FormatVersion)
            .With(2, "Vireo")
            .With(7, Graph(network).Message)
            .With(8, new OnnxMessage().With(1, "").With(2, OperatorSet));
        foreach ((string key, string value) in Metadata(network.Shape))
        {
            model.With(14, new OnnxMessage().With(1, key).With(2, value));
        }

        stream.Write(model.ToArray());
    }

    private static OnnxGraph Graph(LstmNetwork network)
    {
        LstmShape shape = network.Shape;
        var graph = new OnnxGraph("lstm");
        graph.Input("window", shape.Cells, shape.Features);
        graph.Input("facts", shape.Extras);
        graph.Output("quantiles", shape.Horizon, shape.Levels.Length);
        graph.Constant("first_axis", 0L);
        graph.Constant("output_shape", -1L, shape.Horizon, shape.Levels.Length);

        graph.Node("Transpose", "window", "cells_0", ("perm", [1, 0, 2]));
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            AddLayer(graph, network, layer);
        }

        graph.Node("Squeeze", "last first_axis", "hidden");
        graph.Node("Concat", "hidden facts", "summary", ("axis", [1]));
        AddAffine(graph, network, "dense", "summary dense_units", shape.DenseOffset, shape.SummaryLength, shape.Dense);
        graph.Node("Tanh", "dense_units", "units");
        graph.Node("Concat", "units summary", "joined", ("axis", [1]));
        AddAffine(
            graph,
            network,
            "head",
            "joined flat",
            shape.OutputOffset,
            shape.Dense + shape.SummaryLength,
            shape.Outputs);
        graph.Node("Reshape", "flat output_shape", "quantiles");

        return graph;
    }

    private static void AddLayer(OnnxGraph graph, LstmNetwork network, int layer)
    {
        LstmShape shape = network.Shape;
        int inputs = shape.LayerInputs(layer);
        ReadOnlySpan<float> weights =
            network.Parameters.Slice(shape.LayerOffset(layer), shape.LayerWidth(layer) * shape.Gates);
        float[] bias = new float[2 * shape.Gates];
        Reordered(weights, inputs, 1, shape).CopyTo(bias, 0);
        graph.Constant($"entering_{layer}", Reordered(weights, 0, inputs, shape), 1, shape.Gates, inputs);
        graph.Constant(
            $"recurrent_{layer}", Reordered(weights, inputs + 1, shape.Hidden, shape), 1, shape.Gates, shape.Hidden);
        graph.Constant($"bias_{layer}", bias, 1, bias.Length);

        bool isLast = layer + 1 == shape.Layers;
        graph.Node(
            "LSTM",
            $"cells_{layer} entering_{layer} recurrent_{layer} bias_{layer}",
            isLast ? "_ last" : $"all_{layer}",
            ("hidden_size", [shape.Hidden]));
        if (!isLast)
        {
            graph.Constant("second_axis", 1L);
            graph.Node("Squeeze", $"all_{layer} second_axis", $"cells_{layer + 1}");
        }
    }

    // Our rows are inputs and our columns gates i, f, o, c; ONNX wants a row a gate, in the order i, o, f, c.
    private static float[] Reordered(ReadOnlySpan<float> weights, int firstRow, int rows, LstmShape shape)
    {
        ReadOnlySpan<int> order = [0, 2, 1, 3];
        float[] result = new float[shape.Gates * rows];
        for (int gate = 0; gate < shape.Gates; gate++)
        {
            int source = (order[gate / shape.Hidden] * shape.Hidden) + (gate % shape.Hidden);
            for (int row = 0; row < rows; row++)
            {
                result[(gate * rows) + row] = weights[((firstRow + row) * shape.Gates) + source];
            }
        }

        return result;
    }

    // Our last row is the bias.
    private static void AddAffine(
        OnnxGraph graph, LstmNetwork network, string name, string ends, int offset, int rows, int columns)
    {
        string[] fromTo = ends.Split(' ');
        int length = (rows - 1) * columns;
        graph.Constant($"{name}_weights", network.Parameters.Slice(offset, length), rows - 1, columns);
        graph.Constant($"{name}_bias", network.Parameters.Slice(offset + length, columns), columns);
        graph.Node("Gemm", $"{fromTo[0]} {name}_weights {name}_bias", fromTo[1]);
    }

    private static IEnumerable<(string Key, string Value)> Metadata(LstmShape shape) =>
    [
        ("vireo.version", LstmFormat.Version.ToString(CultureInfo.InvariantCulture)),
        ("vireo.window", shape.Window.ToString(CultureInfo.InvariantCulture)),
        ("vireo.patch", shape.Patch.ToString(CultureInfo.InvariantCulture)),
        ("vireo.memory", shape.Memory.ToString(CultureInfo.InvariantCulture)),
        ("vireo.season", shape.Season.ToString(CultureInfo.InvariantCulture)),
        ("vireo.horizon", shape.Horizon.ToString(CultureInfo.InvariantCulture)),
        ("vireo.levels", string.Join(' ', shape.Levels.Select(level => level.ToString(CultureInfo.InvariantCulture)))),
        ("vireo.unit", "asinh((value - last value) / mean absolute difference of neighbours)"),
    ];
}
