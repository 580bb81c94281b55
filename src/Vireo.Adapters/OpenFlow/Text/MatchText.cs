using System.Buffers.Binary;
using System.Globalization;
using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow.Text;

/// <summary>Matches as <c>ovs-ofctl</c> writes and reads them: <c>tcp,in_port=1,nw_dst=10.0.0.0/8,tp_dst=80</c>.</summary>
internal static class MatchText
{
    private const ushort Ipv4 = 0x0800;
    private const ushort Ipv6 = 0x86dd;
    private const ushort Arp = 0x0806;
    private const ushort VlanMask = 0x0fff;
    private const ushort TagBit = 0x1000;
    private const int PriorityShift = 13;

    // A word, the kind of frame, and the protocol in it.
    private static readonly (string Word, ushort EthType, byte? Protocol)[] Words =
    [
        ("ip", Ipv4, null), ("icmp", Ipv4, 1), ("tcp", Ipv4, 6), ("udp", Ipv4, 17), ("sctp", Ipv4, 132),
        ("ipv6", Ipv6, null), ("tcp6", Ipv6, 6), ("udp6", Ipv6, 17), ("icmp6", Ipv6, 58), ("sctp6", Ipv6, 132),
        ("arp", Arp, null), ("rarp", 0x8035, null), ("mpls", 0x8847, null), ("mplsm", 0x8848, null),
    ];

    // Fields whose names mean the same in every match, in the order in which they are written.
    private static readonly (FlowField Field, string Name, string? OtherName)[] Plain =
    [
        (FlowField.TunnelId, "tun_id", "tunnel_id"), (FlowField.Metadata, "metadata", null), (FlowField.InPort, "in_port", null),
        (FlowField.EthSrc, "dl_src", "eth_src"), (FlowField.EthDst, "dl_dst", "eth_dst"),
        (FlowField.Ipv6Src, "ipv6_src", null), (FlowField.Ipv6Dst, "ipv6_dst", null), (FlowField.Ipv6Label, "ipv6_label", null),
        (FlowField.ArpSpa, "arp_spa", null), (FlowField.ArpTpa, "arp_tpa", null),
        (FlowField.Ipv4Src, "nw_src", "ip_src"), (FlowField.Ipv4Dst, "nw_dst", "ip_dst"), (FlowField.ArpOp, "arp_op", null),
        (FlowField.ArpSha, "arp_sha", null), (FlowField.ArpTha, "arp_tha", null),
        (FlowField.IpEcn, "nw_ecn", "ip_ecn"),
        (FlowField.MplsLabel, "mpls_label", null), (FlowField.MplsTc, "mpls_tc", null), (FlowField.MplsBos, "mpls_bos", null),
        (FlowField.TcpSrc, "tcp_src", null), (FlowField.TcpDst, "tcp_dst", null),
        (FlowField.UdpSrc, "udp_src", null), (FlowField.UdpDst, "udp_dst", null),
        (FlowField.SctpSrc, "sctp_src", null), (FlowField.SctpDst, "sctp_dst", null),
        (FlowField.Icmpv4Type, "icmp_type", null), (FlowField.Icmpv4Code, "icmp_code", null),
        (FlowField.Icmpv6Type, "icmpv6_type", null), (FlowField.Icmpv6Code, "icmpv6_code", null),
        (FlowField.NdTarget, "nd_target", null), (FlowField.NdSll, "nd_sll", null), (FlowField.NdTll, "nd_tll", null),
    ];

    /// <summary>Writes one; nothing for every packet.</summary>
    public static string Of(FlowMatch match)
    {
        var rest = new List<string>();
        var fields = new Dictionary<FlowField, MatchField>();
        foreach (var field in match.Fields())
        {
            if (field.Class != FlowMatch.BasicClass || field.Number > (byte)FlowField.TunnelId)
            {
                rest.Add($"oxm_{field.Class:x4}_{field.Number}={Convert.ToHexStringLower(field.Value)}");
            }
            else
            {
                fields[(FlowField)field.Number] = field;
            }
        }

        var parts = new List<string>();
        var (word, type, protocol) = WordOf(fields);
        if (word is not null)
        {
            parts.Add(word);
            fields.Remove(FlowField.EthType);
            if (protocol is not null)
            {
                fields.Remove(FlowField.IpProto);
            }
        }

        Write(parts, fields, type);

        return string.Join(',', parts.Concat(rest));
    }

    /// <summary>Reads one from its parts.</summary>
    /// <exception cref="FormatException">A part is none; the message says which, and what is expected.</exception>
    public static FlowMatch Parse(IReadOnlyList<string> parts)
    {
        var fields = new Dictionary<FlowField, MatchField>();
        foreach (string part in parts.Where(part => !part.Contains('=', StringComparison.Ordinal)))
        {
            var (_, type, protocol) = Words.FirstOrDefault(word => word.Word == part) is { Word: not null } found
                ? found : throw new FormatException($"'{part}' is not known; expected {string.Join(", ", Words.Select(word => word.Word))}, or FIELD=VALUE");
            Add(fields, MatchField.Of(FlowField.EthType, FieldText.Bytes(type, 2)), part);
            if (protocol is { } number)
            {
                Add(fields, MatchField.Of(FlowField.IpProto, [number]), part);
            }
        }

        // What names of later fields mean depends on these.
        foreach (string part in parts.Where(part => part.Contains('=', StringComparison.Ordinal)).OrderBy(part => Rank(part[..part.IndexOf('=')])))
        {
            int equal = part.IndexOf('=', StringComparison.Ordinal);
            string name = part[..equal];
            try
            {
                foreach (var field in Parse(name, part[(equal + 1)..], fields))
                {
                    Add(fields, field, name);
                }
            }
            catch (FormatException wrong)
            {
                throw new FormatException($"{name}: {wrong.Message}", wrong);
            }
        }

        return FlowMatch.Of(fields.Values);
    }

    private static int Rank(string name) => name switch
    {
        "dl_type" or "eth_type" => 0,
        "nw_proto" or "ip_proto" => 1,
        _ => 2,
    };

    private static void Add(Dictionary<FlowField, MatchField> fields, MatchField field, string name)
    {
        if (!fields.TryAdd((FlowField)field.Number, field))
        {
            throw new FormatException($"{name}: '{field.Name}' is said twice");
        }
    }

    private static List<MatchField> Parse(string name, string value, Dictionary<FlowField, MatchField> known)
    {
        ushort type = (ushort)(known.TryGetValue(FlowField.EthType, out var eth) ? FieldText.Number(eth.Value) : 0);
        byte protocol = known.TryGetValue(FlowField.IpProto, out var ip) ? ip.Value[0] : (byte)0;
        switch (name)
        {
            case "dl_vlan":
                return [MatchField.Of(FlowField.VlanVid, FieldText.Bytes(FieldText.Number(value, VlanMask) | TagBit, 2))];
            case "dl_vlan_pcp":
                return known.ContainsKey(FlowField.VlanVid)
                    ? [FieldText.Parse(FlowField.VlanPcp, value)]
                    : [FieldText.Parse(FlowField.VlanPcp, value), Tagged()];
            case "vlan_tci":
                return Tag(value);
            case "nw_tos":
                ulong tos = FieldText.Number(value, 255);
                return (tos & 3) == 0 ? [MatchField.Of(FlowField.IpDscp, [(byte)(tos >> 2)])]
                    : throw new FormatException($"expected a multiple of four, found '{value}'");
            default:
                return [FieldText.Parse(FieldOf(name, type, protocol), value)];
        }
    }

    private static MatchField Tagged() => MatchField.Of(FlowField.VlanVid, FieldText.Bytes(TagBit, 2), FieldText.Bytes(TagBit, 2));

    private static List<MatchField> Tag(string text)
    {
        string[] parts = text.Split('/', 2);
        ulong value = FieldText.Number(parts[0], ushort.MaxValue);
        ulong mask = parts.Length == 2 ? FieldText.Number(parts[1], ushort.MaxValue) : ushort.MaxValue;
        var fields = new List<MatchField>
        {
            MatchField.Of(FlowField.VlanVid, FieldText.Bytes(value & 0x1fff, 2), FieldText.Bytes(mask & 0x1fff, 2)),
        };
        ulong priority = mask >> PriorityShift;
        if (priority is not (0 or 7))
        {
            throw new FormatException("OpenFlow 1.3 has no mask for the priority of a tag");
        }

        if (priority == 7)
        {
            fields.Add(MatchField.Of(FlowField.VlanPcp, [(byte)(value >> PriorityShift)]));
        }

        return fields;
    }

    private static FlowField FieldOf(string name, ushort type, byte protocol) => name switch
    {
        "dl_type" or "eth_type" => FlowField.EthType,
        "nw_proto" or "ip_proto" => type == Arp ? FlowField.ArpOp : FlowField.IpProto,
        "nw_src" when type == Arp => FlowField.ArpSpa,
        "nw_dst" when type == Arp => FlowField.ArpTpa,
        "tp_src" => PortField(protocol, FlowField.TcpSrc),
        "tp_dst" => PortField(protocol, FlowField.TcpDst),
        "icmp_type" when type == Ipv6 => FlowField.Icmpv6Type,
        "icmp_code" when type == Ipv6 => FlowField.Icmpv6Code,
        "ip_dscp" => FlowField.IpDscp,
        "vlan_vid" => FlowField.VlanVid,
        "vlan_pcp" => FlowField.VlanPcp,
        _ => NamedField(name) ?? throw new FormatException("this field is not known"),
    };

    /// <summary>The field that is called so in every match; null where there is none.</summary>
    internal static FlowField? NamedField(string name) =>
        Plain.FirstOrDefault(plain => plain.Name == name || plain.OtherName == name) is { Name: not null } found ? found.Field : null;

    /// <summary>What a field is called in actions.</summary>
    internal static string? NameOf(FlowField field) => field switch
    {
        FlowField.VlanVid => "vlan_vid",
        FlowField.VlanPcp => "vlan_pcp",
        FlowField.IpDscp => "ip_dscp",
        FlowField.IpEcn => "nw_ecn",
        FlowField.TunnelId => "tun_id",
        _ => Plain.FirstOrDefault(plain => plain.Field == field) is { Name: not null } found ? found.OtherName ?? found.Name : null,
    };

    private static FlowField PortField(byte protocol, FlowField tcp) => protocol switch
    {
        6 => tcp,
        17 => tcp + 2,
        132 => tcp + 4,
        _ => throw new FormatException("needs tcp, udp or sctp"),
    };

    private static (string? Word, ushort Type, byte? Protocol) WordOf(Dictionary<FlowField, MatchField> fields)
    {
        if (!fields.TryGetValue(FlowField.EthType, out var eth) || eth.Mask is not null)
        {
            return (null, 0, null);
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(eth.Value);
        byte? protocol = fields.TryGetValue(FlowField.IpProto, out var ip) && ip.Mask is null ? ip.Value[0] : null;
        var found = Words.FirstOrDefault(word => word.EthType == type && word.Protocol == protocol);
        found = found.Word is null ? Words.FirstOrDefault(word => word.EthType == type && word.Protocol is null) : found;

        return (found.Word, type, found.Protocol);
    }

    private static void Write(List<string> parts, Dictionary<FlowField, MatchField> fields, ushort type)
    {
        foreach (var (field, name, _) in Plain)
        {
            switch (field)
            {
                case FlowField.EthSrc:
                    WriteTag(parts, fields);
                    break;
                case FlowField.Ipv6Src when fields.TryGetValue(FlowField.EthType, out var eth):
                    parts.Add(string.Create(CultureInfo.InvariantCulture, $"dl_type=0x{FieldText.Number(eth.Value):x4}"));
                    break;
                case FlowField.ArpOp when fields.TryGetValue(FlowField.IpProto, out var ip):
                    parts.Add($"nw_proto={FieldText.Of(FlowField.IpProto, ip.Value, ip.Mask)}");
                    break;
                case FlowField.IpEcn when fields.TryGetValue(FlowField.IpDscp, out var dscp):
                    parts.Add($"nw_tos={dscp.Value[0] << 2}");
                    break;
                default:
                    break;
            }

            if (fields.TryGetValue(field, out var one))
            {
                parts.Add($"{Shown(field, name, type)}={FieldText.Of(field, one.Value, one.Mask)}");
            }
        }
    }

    private static string Shown(FlowField field, string name, ushort type) => field switch
    {
        FlowField.TcpSrc or FlowField.UdpSrc or FlowField.SctpSrc => "tp_src",
        FlowField.TcpDst or FlowField.UdpDst or FlowField.SctpDst => "tp_dst",
        FlowField.Icmpv6Type when type == Ipv6 => "icmp_type",
        FlowField.Icmpv6Code when type == Ipv6 => "icmp_code",
        _ => name,
    };

    private static void WriteTag(List<string> parts, Dictionary<FlowField, MatchField> fields)
    {
        (ulong value, ulong mask) = (0, 0);
        if (fields.TryGetValue(FlowField.VlanVid, out var vid))
        {
            value = FieldText.Number(vid.Value);
            mask = vid.Mask is { } bits ? FieldText.Number(bits) : 0x1fff;
        }

        if (fields.TryGetValue(FlowField.VlanPcp, out var pcp))
        {
            value |= FieldText.Number(pcp.Value) << PriorityShift;
            mask |= 7UL << PriorityShift;
        }

        if (mask == 0)
        {
            return;
        }

        bool isTagged = (mask & value & TagBit) != 0;
        if (isTagged && (mask & VlanMask) is 0 or VlanMask && (mask & ~(ulong)TagBit) != 0)
        {
            if ((mask & VlanMask) != 0)
            {
                parts.Add($"dl_vlan={value & VlanMask}");
            }

            if (pcp.Value is not null)
            {
                parts.Add($"dl_vlan_pcp={value >> PriorityShift}");
            }
        }
        else
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture, $"vlan_tci=0x{value:x4}{(mask == ushort.MaxValue ? "" : $"/0x{mask:x4}")}"));
        }
    }
}
