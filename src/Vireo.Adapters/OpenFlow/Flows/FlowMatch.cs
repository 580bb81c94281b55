using System.Buffers.Binary;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>Which packets a flow is for: fields in the order of their numbers, no mask where it is whole, and none of a
/// field that may be anything. So equal matches are equal bytes.</summary>
/// <param name="Oxm">The fields as they go over the wire (<c>oxm_tlv</c>).</param>
internal readonly record struct FlowMatch(WireBytes Oxm)
{
    /// <summary>Fields of the class that OpenFlow itself defines.</summary>
    public const ushort BasicClass = 0x8000;

    private const int HeaderSize = 4;
    private const int OxmType = 1;

    // By number of the field, its bytes.
    private static ReadOnlySpan<byte> Sizes =>
    [
        4, 4, 8, 6, 6, 2, 2, 1, 1, 1, 1, 4, 4, 2, 2, 2, 2, 2, 2, 1, 1, 2, 4, 4, 6, 6, 16, 16, 4, 1, 1, 16, 6, 6, 4, 1, 1, 3, 8, 2,
    ];

    /// <summary>Every packet.</summary>
    public static FlowMatch Any { get; } = new(new WireBytes([]));

    /// <summary>How long a field is in bytes.</summary>
    public static int SizeOf(FlowField field) => Sizes[(int)field];

    /// <summary>Of fields in any order.</summary>
    /// <exception cref="OpenFlowMalformed">A field is there twice.</exception>
    public static FlowMatch Of(IEnumerable<MatchField> fields)
    {
        var ordered = fields.Select(field => field.Canonical()).Where(field => !field.IsAnything).OrderBy(field => field.Order).ToList();
        var writer = new WireWriter();
        uint? before = null;
        foreach (var field in ordered)
        {
            if (field.Order == before)
            {
                throw new OpenFlowMalformed($"A match has {field.Name} twice.");
            }

            before = field.Order;
            field.Write(writer);
        }

        return new FlowMatch(new WireBytes(writer.Written.ToArray()));
    }

    /// <summary>Reads one (<c>ofp_match</c>) with its padding.</summary>
    public static FlowMatch Read(ref WireReader reader)
    {
        int left = reader.Left;
        var match = reader.Part(lengthAt: 2, least: HeaderSize, "match");
        if (BinaryPrimitives.ReadUInt16BigEndian(match) != OxmType)
        {
            throw new OpenFlowMalformed("A match is none of OXM fields.");
        }

        int used = left - reader.Left;
        reader.Skip((8 - (used & 7)) & 7);

        return Of(ReadFields(match[HeaderSize..]));
    }

    /// <summary>The fields.</summary>
    public List<MatchField> Fields() => ReadFields(Oxm.Span);

    /// <summary>Writes it (<c>ofp_match</c>) with its padding.</summary>
    public void Write(WireWriter writer)
    {
        int start = writer.Length;
        writer.Short(OxmType);
        writer.Short((ushort)(HeaderSize + Oxm.Span.Length));
        writer.Bytes(Oxm.Span);
        writer.PadFrom(start);
    }

    /// <summary>A field's value, where it is matched; the port a packet came in by, for one.</summary>
    public uint? Number(FlowField field)
    {
        foreach (var one in Fields())
        {
            if (one.Class == BasicClass && one.Number == (byte)field && one.Mask is null && one.Value.Length == 4)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(one.Value);
            }
        }

        return null;
    }

    private static List<MatchField> ReadFields(ReadOnlySpan<byte> oxm)
    {
        var reader = new WireReader(oxm);
        var fields = new List<MatchField>();
        while (reader.Left > 0)
        {
            fields.Add(MatchField.Read(ref reader));
        }

        return fields;
    }
}
