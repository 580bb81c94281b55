using System.Globalization;
using System.Text;

namespace Vireo.Adapters.Logs.Otlp;

/// <summary>Reads <c>ExportLogsServiceRequest</c> of OTLP in protobuf.</summary>
/// <remarks>opentelemetry-proto 1.x, <c>collector/logs/v1</c> and <c>logs/v1</c>; the field numbers are stable.</remarks>
internal static class OtlpMessage
{
    /// <summary>How deep values may hold values.</summary>
    public const int Deepest = 16;

    /// <summary>All log records, in order.</summary>
    /// <exception cref="FormatException">The message is not in the format.</exception>
    public static List<OtlpRecord> Read(ReadOnlySpan<byte> message)
    {
        var records = new List<OtlpRecord>();
        var request = new ProtobufReader(message);
        while (request.Next())
        {
            if (request.Field == 1)
            {
                ReadResourceLogs(request.Bytes(), records);
            }
            else
            {
                request.Skip();
            }
        }

        return records;
    }

    /// <summary><c>ExportLogsServiceResponse</c>: empty when all was taken.</summary>
    /// <param name="rejected">Records that were not.</param>
    /// <param name="why">For people.</param>
    public static byte[] Respond(int rejected, string why)
    {
        if (rejected == 0)
        {
            return [];
        }

        byte[] partial = [.. Tag(1, 0), .. Varint((ulong)rejected), .. Tag(2, 2), .. Text(why)];

        return [.. Tag(1, 2), .. Varint((ulong)partial.Length), .. partial];
    }

    private static void ReadResourceLogs(ReadOnlySpan<byte> message, List<OtlpRecord> records)
    {
        // The resource may come after its records.
        var resource = new OtlpRecord();
        var logs = new ProtobufReader(message);
        while (logs.Next())
        {
            if (logs.Field == 1)
            {
                resource = ReadResource(logs.Bytes());
            }
            else
            {
                logs.Skip();
            }
        }

        logs = new ProtobufReader(message);
        while (logs.Next())
        {
            if (logs.Field == 2)
            {
                ReadScopeLogs(logs.Bytes(), resource, records);
            }
            else
            {
                logs.Skip();
            }
        }
    }

    private static OtlpRecord ReadResource(ReadOnlySpan<byte> message)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var resource = new ProtobufReader(message);
        while (resource.Next())
        {
            if (resource.Field == 1)
            {
                var (key, value) = ReadPair(resource.Bytes(), depth: 0);
                attributes[key] = value;
            }
            else
            {
                resource.Skip();
            }
        }

        return OtlpResource.Of(attributes);
    }

    private static void ReadScopeLogs(ReadOnlySpan<byte> message, OtlpRecord resource, List<OtlpRecord> records)
    {
        var scope = new ProtobufReader(message);
        while (scope.Next())
        {
            if (scope.Field == 2)
            {
                records.Add(ReadRecord(scope.Bytes(), resource));
            }
            else
            {
                scope.Skip();
            }
        }
    }

    private static OtlpRecord ReadRecord(ReadOnlySpan<byte> message, OtlpRecord resource)
    {
        var record = resource;
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 2:
                    record = record with { Severity = (int)Math.Min(fields.Number(), int.MaxValue) };
                    break;
                case 5:
                    record = record with { Body = ReadValue(fields.Bytes(), depth: 0) };
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return record;
    }

    private static (string Key, string Value) ReadPair(ReadOnlySpan<byte> message, int depth)
    {
        (string key, string value) = ("", "");
        var pair = new ProtobufReader(message);
        while (pair.Next())
        {
            switch (pair.Field)
            {
                case 1:
                    key = Encoding.UTF8.GetString(pair.Bytes());
                    break;
                case 2:
                    value = ReadValue(pair.Bytes(), depth);
                    break;
                default:
                    pair.Skip();
                    break;
            }
        }

        return (key, value);
    }

    private static string ReadValue(ReadOnlySpan<byte> message, int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException($"Values hold values more than {Deepest} deep.");
        }

        string text = "";
        var value = new ProtobufReader(message);
        while (value.Next())
        {
            switch (value.Field)
            {
                case 1:
                    text = Encoding.UTF8.GetString(value.Bytes());
                    break;
                case 2:
                    text = value.Number() != 0 ? "true" : "false";
                    break;
                case 3:
                    text = unchecked((long)value.Number()).ToString(CultureInfo.InvariantCulture);
                    break;
                case 4:
                    text = value.Double().ToString(CultureInfo.InvariantCulture);
                    break;
                case 5:
                    text = $"[{string.Join(", ", ReadItems(value.Bytes(), depth + 1, hasKeys: false))}]";
                    break;
                case 6:
                    text = string.Join(' ', ReadItems(value.Bytes(), depth + 1, hasKeys: true));
                    break;
                case 7:
                    text = Convert.ToBase64String(value.Bytes());
                    break;
                default:
                    value.Skip();
                    break;
            }
        }

        return text;
    }

    private static List<string> ReadItems(ReadOnlySpan<byte> message, int depth, bool hasKeys)
    {
        var items = new List<string>();
        var list = new ProtobufReader(message);
        while (list.Next())
        {
            if (list.Field != 1)
            {
                list.Skip();
            }
            else if (hasKeys)
            {
                var (key, value) = ReadPair(list.Bytes(), depth);
                items.Add($"{key}={value}");
            }
            else
            {
                items.Add(ReadValue(list.Bytes(), depth));
            }
        }

        return items;
    }

    private static byte[] Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        return [.. Varint((ulong)bytes.Length), .. bytes];
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);

        return [.. bytes];
    }
}
