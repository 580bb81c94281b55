using CsCheck;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>Flows of every kind, as <c>ovs-ofctl</c> writes them.</summary>
internal static class GeneratedFlows
{
    private static readonly Gen<string> Mac = Gen.Byte.Array[5].Select(bytes => "0a:" + string.Join(':', bytes.Select(one => $"{one:x2}")));

    private static readonly Gen<string> Ipv4 = Gen.Select(Gen.Int[1, 223], Gen.Byte, Gen.Byte, Gen.Int[0, 32], (a, b, c, bits) =>
    {
        uint address = ((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | 7;
        address &= bits == 0 ? 0xff000000 : uint.MaxValue << (32 - bits);
        string text = $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";

        return bits is 0 or 32 ? (bits == 0 ? $"{text}/8" : text) : $"{text}/{bits}";
    });

    private static readonly Gen<string> Ipv6 = Gen.Select(
        Gen.Int[1, 0xffff], Gen.Int[1, 0xffff], Gen.Bool, (a, b, isNet) => isNet ? $"2001:db8:{a:x}:{b:x}::/64" : $"2001:db8:{a:x}::{b:x}");

    private static readonly Gen<string> Number = Gen.Int[1, 60_000].Select(number => $"{number}");

    private static readonly Gen<string> Tag = Gen.OneOf(
        Gen.Const(""), Gen.Int[1, 4094].Select(vlan => $"dl_vlan={vlan},"), Gen.Const("vlan_tci=0x1000/0x1000,"),
        Gen.Const("vlan_tci=0x0000/0x1fff,"), Gen.Select(Gen.Int[1, 4094], Gen.Int[0, 7], (vlan, pcp) => $"dl_vlan={vlan},dl_vlan_pcp={pcp},"));

    private static readonly Gen<string> First = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.Const("tun_id=0x5/0xf,"), Gen.Int[1, 999].Select(id => $"tun_id=0x{id:x},")),
        Gen.OneOf(Gen.Const(""), Gen.Int[1, 999].Select(data => $"metadata=0x{data:x},"), Gen.Const("metadata=0x4/0xc,")),
        Gen.OneOf(Gen.Const(""), Gen.Int[1, 9999].Select(port => $"in_port={port},"), Gen.Const("in_port=LOCAL,")),
        Tag,
        Gen.OneOf(Gen.Const(""), Mac.Select(mac => $"dl_src={mac},"), Mac.Select(mac => $"dl_dst={mac},"),
            Gen.Const("dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,")),
        (tunnel, metadata, port, tag, mac) => tunnel + metadata + port + tag + mac);

    private static readonly Gen<string> Addresses4 = Gen.OneOf(
        Gen.Const(""), Gen.Select(Ipv4, Ipv4, (from, to) => $"nw_src={from},nw_dst={to},"), Ipv4.Select(to => $"nw_dst={to},"),
        Gen.Const("nw_src=10.0.3.0/255.0.255.0,"));

    private static readonly Gen<string> Addresses6 = Gen.OneOf(
        Gen.Const(""), Ipv6.Select(from => $"ipv6_src={from},"),
        Gen.Select(Ipv6, Gen.Int[1, 0xfffff], (to, label) => $"ipv6_dst={to},ipv6_label=0x{label:x5},"));

    private static readonly Gen<string> Service = Gen.OneOf(
        Gen.Const(""), Gen.Select(Gen.Int[0, 63], Gen.Int[0, 3], (dscp, ecn) => $"nw_tos={dscp << 2},nw_ecn={ecn},"));

    private static readonly Gen<string> Ports = Gen.OneOf(
        Gen.Const(""), Number.Select(port => $"tp_dst={port},"), Gen.Select(Number, Number, (from, to) => $"tp_src={from},tp_dst={to},"),
        Gen.Const("tp_dst=0x50/0xfff0,"));

    /// <summary>The word of the protocol, what comes before its fields, and its fields.</summary>
    public static Gen<string> Match { get; } = Gen.OneOf(
        Of("", Gen.Const("")),
        Of("", Gen.Int[0x600, 0x7ff].Select(type => $"dl_type=0x{type:x4},")),
        Of("ip,", Gen.Select(Addresses4, Gen.Const("nw_proto=89,"), Service, (a, p, s) => a + p + s)),
        Of("tcp,", Gen.Select(Addresses4, Service, Ports, (a, s, p) => a + s + p)),
        Of("udp,", Gen.Select(Addresses4, Ports, (a, p) => a + p)),
        Of("sctp,", Gen.Select(Addresses4, Ports, (a, p) => a + p)),
        Of("icmp,", Gen.Select(Addresses4, Gen.Int[0, 18], (a, type) => $"{a}icmp_type={type},icmp_code=0,")),
        Of("tcp6,", Gen.Select(Addresses6, Service, Ports, (a, s, p) => a + s + p)),
        Of("icmp6,", Gen.Select(Ipv6.Select(one => one.Split('/')[0]), Mac, (target, mac) =>
            $"icmp_type=135,icmp_code=0,nd_target={target},nd_sll={mac},")),
        Of("arp,", Gen.Select(Ipv4, Ipv4, Mac, (from, to, mac) => $"arp_spa={from},arp_tpa={to},arp_op=1,arp_sha={mac},")),
        Of("mpls,", Gen.Int[0, 0xfffff].Select(label => $"mpls_label={label},mpls_tc=3,mpls_bos=1,")));

    private static readonly Gen<string> Action = Gen.OneOf(
        Gen.Int[1, 9999].Select(port => $"output:{port}"),
        Gen.OneOf("NORMAL", "FLOOD", "ALL", "IN_PORT", "LOCAL", "CONTROLLER:128", "set_queue:7", "group:9", "dec_ttl", "mod_nw_ttl:9"),
        Mac.Select(mac => $"set_field:{mac}->eth_dst"),
        Gen.Int[1, 4094].Select(vlan => $"push_vlan:0x8100,set_field:{vlan + 4096}->vlan_vid"),
        Gen.Int[1, 999].Select(data => $"set_field:0x{data:x}->metadata"));

    // Packets have two tags at most.
    private static readonly Gen<string> Several = Action.Array[1, 4].Select(all =>
        string.Join(',', all.Where((one, at) => !one.StartsWith("push", StringComparison.Ordinal) || at == 0)) is { Length: > 0 } some ? some : "drop");

    private static readonly Gen<string> Actions = Gen.OneOf(
        Gen.Const("drop"),
        Several,
        Several.Select(all => $"meter:3,{all},goto_table:200"),
        Action.Select(one => $"clear_actions,write_actions({one}),write_metadata:0x5/0xff,goto_table:201"),
        Action.Select(one => $"{one},write_metadata:0xabcdef"));

    /// <summary>Table, priority, match and actions. Actions of time to live need packets that have one.</summary>
    public static Gen<(int Table, int Priority, string Match, string Actions)> Flow { get; } = Gen.Select(
        Gen.Int[0, 199], Gen.Int[1, 32_000], Match, Actions, (table, priority, match, actions) => (table, priority, match, match.StartsWith("ip", StringComparison.Ordinal)
            || match.StartsWith("tcp", StringComparison.Ordinal) || match.StartsWith("udp", StringComparison.Ordinal)
            ? actions : actions.Replace("dec_ttl", "output:1", StringComparison.Ordinal).Replace("mod_nw_ttl:9", "output:2", StringComparison.Ordinal)));

    private static Gen<string> Of(string word, Gen<string> rest) =>
        Gen.Select(First, rest, (first, last) => (word + first + last).TrimEnd(','));
}
