using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>SOAP 1.1 around a call and around an answer.</summary>
internal static class VimEnvelope
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XmlWriterSettings Writing = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    // What comes from outside is bounded: no entities, and no answer beyond what ten thousands of machines take.
    private static readonly XmlReaderSettings Reading = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = 2L << 30,
        XmlResolver = null,
    };

    /// <summary>The body of a call, as the golden tests show it.</summary>
    public static XElement Body(VimCall call) => new(
        Vim.Schema + call.Operation,
        call.On.As("_this"),
        call.Arguments);

    /// <summary>The whole request.</summary>
    public static byte[] Write(VimCall call)
    {
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Soap),
            new XAttribute(XNamespace.Xmlns + "xsi", Vim.Instance),
            call.Activation.Length == 0 && call.Security is null
                ? null
                : new XElement(
                    Soap + "Header",
                    call.Activation.Length == 0 ? null : Vim.Element("operationID", call.Activation),
                    call.Activation.Length == 0 ? null : Vim.Element("activationId", call.Activation),
                    call.Security),
            new XElement(Soap + "Body", Body(call)));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Writing))
        {
            envelope.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>A reader over an answer.</summary>
    public static XmlReader Open(Stream stream) => XmlReader.Create(stream, Reading);

    /// <summary>Goes to the element of the answer that holds the values.</summary>
    /// <exception cref="VimFault">The server answers with a fault.</exception>
    /// <exception cref="XmlException">It is no SOAP, or is cut off.</exception>
    public static async Task EnterAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        while (!(reader.NodeType == XmlNodeType.Element && reader.LocalName == "Body"))
        {
            await NextAsync(reader);
        }

        do
        {
            await NextAsync(reader);
        }
        while (reader.NodeType != XmlNodeType.Element);

        if (reader.LocalName == "Fault")
        {
            throw VimFault.Read((XElement)await XNode.ReadFromAsync(reader, cancellationToken));
        }
    }

    /// <summary>The elements of an answer one by one, so that none of any size is held as a whole.</summary>
    /// <param name="reader">On the element that holds them.</param>
    /// <param name="open">Names of elements that are not handed out but opened, and what is in them is.</param>
    public static async IAsyncEnumerable<XElement> ElementsAsync(XmlReader reader, params string[] open)
    {
        int depth = reader.Depth;
        if (reader.IsEmptyElement)
        {
            yield break;
        }

        await NextAsync(reader);
        while (reader.NodeType != XmlNodeType.EndElement || reader.Depth != depth)
        {
            if (reader.NodeType == XmlNodeType.Element && !open.Contains(reader.LocalName))
            {
                // Leaves the reader behind the element. The time limit ends the stream below it.
                yield return (XElement)await XNode.ReadFromAsync(reader, CancellationToken.None);
            }
            else
            {
                await NextAsync(reader);
            }
        }
    }

    private static async Task NextAsync(XmlReader reader)
    {
        if (!await reader.ReadAsync())
        {
            throw new XmlException("The document ends too early.");
        }
    }
}
