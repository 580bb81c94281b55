using System.Buffers.Binary;

namespace Vireo.Forecasting.Lstm;

/// <summary>Collects the nodes and constants of an ONNX graph.</summary>
/// <remarks>Numbers are those of the fields in <c>onnx.proto3</c>.</remarks>
internal sealed class OnnxGraph(string name)
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int IntAttribute = 2;
    private const int IntsAttribute = 7;
    private readonly OnnxMessage _message = new OnnxMessage().With(2, name);

    public OnnxMessage Message => _message;

    public void Input(string name, params ReadOnlySpan<long> dimensions) => _message.With(11, Value(name, dimensions));

    public void Output(string name, params ReadOnlySpan<long> dimensions) => _message.With(12, Value(name, dimensions));

    public void Node(
        string operation, string inputs, string outputs, params ReadOnlySpan<(string Name, long[] Values)> attributes)
    {
        var node = new OnnxMessage();
        foreach (string input in inputs.Split(' '))
        {
            node.With(1, input);
        }

        foreach (string output in outputs.Split(' '))
        {
            // "_" stands for an output that nobody reads.
            node.With(2, output == "_" ? "" : output);
        }

        node.With(3, $"{operation}_{outputs.Split(' ')[^1]}").With(4, operation);
        foreach ((string key, long[] values) in attributes)
        {
            node.With(5, Attribute(key, values));
        }

        _message.With(1, node);
    }

    public void Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        _message.With(5, Tensor(name, Float, bytes, dimensions));
    }

    public void Constant(string name, params ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        _message.With(5, Tensor(name, Int64, bytes, [values.Length]));
    }

    private static OnnxMessage Tensor(string name, int type, byte[] bytes, ReadOnlySpan<long> dimensions)
    {
        var tensor = new OnnxMessage();
        foreach (long dimension in dimensions)
        {
            tensor.With(1, dimension);
        }

        return tensor.With(2, type).With(8, name).With(9, bytes);
    }

    // One number is an integer attribute, several are a list: a list of one is never needed here.
    private static OnnxMessage Attribute(string name, long[] values)
    {
        var attribute = new OnnxMessage().With(1, name);
        if (values.Length == 1)
        {
            return attribute.With(3, values[0]).With(20, IntAttribute);
        }

        foreach (long value in values)
        {
            attribute.With(8, value);
        }

        return attribute.With(20, IntsAttribute);
    }

    private static OnnxMessage Value(string name, ReadOnlySpan<long> dimensions)
    {
        var shape = new OnnxMessage().With(1, new OnnxMessage().With(2, "batch"));
        foreach (long dimension in dimensions)
        {
            shape.With(1, new OnnxMessage().With(1, dimension));
        }

        OnnxMessage tensor = new OnnxMessage().With(1, Float).With(2, shape);

        return new OnnxMessage().With(1, name).With(2, new OnnxMessage().With(1, tensor));
    }
}
