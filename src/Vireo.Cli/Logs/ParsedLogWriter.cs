using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Vireo.Detection.Logs;

namespace Vireo.Cli.Logs;

/// <summary>Writes <c>line,template_id,template,parameters</c>: the parameters as a JSON list of strings.</summary>
internal sealed class ParsedLogWriter(Stream stream)
{
    private const int Enough = 1 << 16;
    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);
    private static readonly SearchValues<byte> NeedEscape =
        SearchValues.Create([(byte)'"', (byte)'\\', 0x7f, .. Enumerable.Range(0, ' ').Select(i => (byte)i)]);

    private readonly ArrayBufferWriter<byte> _out = new(2 * Enough);

    /// <summary>Lines that were no UTF-8; each wrong byte is written as the replacement character.</summary>
    public long ForeignLines { get; private set; }

    /// <summary>Writes the header.</summary>
    public void WriteHeader() => _out.Write("line,template_id,template,parameters\n"u8);

    /// <summary>Writes one row.</summary>
    public void Write(long number, ReadOnlySpan<byte> line, ParsedLine parsed)
    {
        if (!Utf8.IsValid(line))
        {
            ForeignLines++;
        }

        Span<byte> digits = _out.GetSpan(20);
        Utf8Formatter.TryFormat(number, digits, out int written);
        _out.Advance(written);
        _out.Write(","u8);
        Utf8Formatter.TryFormat(parsed.TemplateId, _out.GetSpan(16), out written, new StandardFormat('x', 16));
        _out.Advance(written);
        _out.Write(","u8);
        WriteField(Valid(parsed.Template));
        _out.Write(",\"["u8);
        for (int i = 0; i < parsed.Parameters.Length; i++)
        {
            (int from, int to) = parsed.Parameters[i];
            _out.Write(i == 0 ? "\"\""u8 : ",\"\""u8);
            WriteJson(Valid(line[from..to]));
            _out.Write("\"\""u8);
        }

        _out.Write("]\"\n"u8);
        if (_out.WrittenCount >= Enough)
        {
            Flush();
        }
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        stream.Write(_out.WrittenSpan);
        _out.ResetWrittenCount();
    }

    private static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

    private void WriteField(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(NeedQuotes))
        {
            _out.Write(text);

            return;
        }

        _out.Write("\""u8);
        int quote;
        while ((quote = text.IndexOf((byte)'"')) >= 0)
        {
            _out.Write(text[..(quote + 1)]);
            _out.Write("\""u8);
            text = text[(quote + 1)..];
        }

        _out.Write(text);
        _out.Write("\""u8);
    }

    private void WriteJson(ReadOnlySpan<byte> text)
    {
        int special;
        while ((special = text.IndexOfAny(NeedEscape)) >= 0)
        {
            _out.Write(text[..special]);
            byte value = text[special];
            if (value == '"')
            {
                _out.Write("\\\"\""u8);
            }
            else if (value == '\\')
            {
                _out.Write("\\\\"u8);
            }
            else
            {
                _out.Write("\\u00"u8);
                Utf8Formatter.TryFormat(value, _out.GetSpan(2), out int written, new StandardFormat('x', 2));
                _out.Advance(written);
            }

            text = text[(special + 1)..];
        }

        _out.Write(text);
    }
}
