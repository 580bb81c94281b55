using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes many numbers as a JSON array in one go: an outlook holds a million of them and is hashed in every
/// cycle.</summary>
public sealed class QuantilesJsonConverter : JsonConverter<ImmutableArray<float>>
{
    // The longest float in shortest round-trip form, and its comma.
    private const int LongestNumber = 16;

    /// <inheritdoc/>
    public override ImmutableArray<float> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected an array of numbers.");
        }

        var values = ImmutableArray.CreateBuilder<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetSingle());
        }

        return values.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<float> value, JsonSerializerOptions options)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((value.Length * LongestNumber) + 2);
        try
        {
            int length = Format(value.AsSpan(), buffer);
            writer.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Format(ReadOnlySpan<float> values, Span<byte> buffer)
    {
        int at = 0;
        buffer[at++] = (byte)'[';
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                buffer[at++] = (byte)',';
            }

            at += FormatOne(values[i], buffer[at..]);
        }

        buffer[at++] = (byte)']';

        return at;
    }

    private static int FormatOne(float value, Span<byte> buffer)
    {
        if (!float.IsFinite(value))
        {
            throw new JsonException($"A quantile is {value}: such values never enter a decision.");
        }

        // Whole numbers, which is what forecasts hold, are written as such: ten times faster than the shortest float.
        bool isWritten = Math.Abs(value) < 1e15f && value == (long)value
            ? Utf8Formatter.TryFormat((long)value, buffer, out int length)
            : Utf8Formatter.TryFormat(value, buffer, out length);

        return isWritten ? length : throw new JsonException($"The quantile {value} is longer than any float.");
    }
}
