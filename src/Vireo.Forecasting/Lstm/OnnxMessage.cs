using System.Buffers;
using System.Text;

namespace Vireo.Forecasting.Lstm;

/// <summary>A message of protocol buffers under construction, as much of the format as ONNX needs.</summary>
/// <remarks>Wire format of protobuf 3: a key is field · 8 + type, type 0 a varint, type 2 a length and bytes.</remarks>
internal sealed class OnnxMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public OnnxMessage With(int field, long value)
    {
        WriteVarint((ulong)((field << 3) | Varint));
        WriteVarint((ulong)value);

        return this;
    }

    public OnnxMessage With(int field, string value) => With(field, Encoding.UTF8.GetBytes(value));

    public OnnxMessage With(int field, OnnxMessage value) => With(field, value.ToArray());

    public OnnxMessage With(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)((field << 3) | LengthDelimited));
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);

        return this;
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
