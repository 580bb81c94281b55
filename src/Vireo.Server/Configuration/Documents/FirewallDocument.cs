using System.Text.RegularExpressions;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Firewall</c>: which packets may reach or leave some machines.</summary>
internal static partial class FirewallDocument
{
    private static readonly ChoiceForm<string> Protocol = new([("tcp", "tcp"), ("udp", "udp"), ("icmp", "icmp")]);

    private static readonly ListForm<FirewallRule> Rules = new(
        new MappingForm<FirewallRule>("a rule", new FirewallRule())
            .Key("protocol", "tcp, udp or icmp; left out, any.", Protocol, one => one.Protocol, (one, value) => one with { Protocol = value })
            .Key("ports", "Ports of the machine that is asked; left out, any.", new ListForm<int>(NetworkValues.Port, port => $"{port}"),
                one => one.Ports, (one, ports) => one with { Ports = ports })
            .Key("from", "Where connections come from; left out, anywhere.", NetworkValues.Range,
                one => one.From, (one, range) => one with { From = range })
            .Key("to", "Where connections go that the machines open.", NetworkValues.Range, one => one.To, (one, range) => one with { To = range })
            .Check("to", one => one.From is not null && one.To is not null
                ? "A rule is about connections that come ('from') or that go ('to'). Write two." : null));

    public static MappingForm<FirewallPolicy> Form { get; } =
        new MappingForm<FirewallPolicy>("Firewall", new FirewallPolicy { Name = "" })
            .Required("name", "Names the firewall: letters, digits and underscores.", Values.Name,
                one => one.Name, (one, name) => one with { Name = name })
            .Key("networks", "Networks whose machines it protects.", NetworkValues.Names,
                one => one.Networks, (one, names) => one with { Networks = names })
            .Key("groups", "Groups whose machines it protects.", NetworkValues.Groups,
                one => one.Groups, (one, groups) => one with { Groups = groups })
            .Key("names", "Names of machines that it protects, with * for any text.", NetworkValues.Patterns,
                one => one.Names, (one, names) => one with { Names = names })
            .Key("allowOutgoing", "Whether its machines may open connections to anywhere.", Values.Flag,
                one => one.AllowsOutgoing, (one, value) => one with { AllowsOutgoing = value })
            .Key("rules", "What is allowed; the rest is dropped.", Rules, one => one.Rules, (one, rules) => one with { Rules = rules })
            .Check("name", one => Word().IsMatch(one.Name)
                ? null : $"'{one.Name}' becomes a name in OVN's rules: a letter, then letters, digits and underscores.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex Word();
}
