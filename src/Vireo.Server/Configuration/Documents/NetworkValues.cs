using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>Forms that the documents of the network share.</summary>
internal static class NetworkValues
{
    public static ListForm<string> Names { get; } = new(Values.Name, name => name);

    public static ListForm<string> Patterns { get; } = new(new TextForm("a name, with * for any text"), name => name);

    public static ListForm<VmGroupId> Groups { get; } = new(new IdentifierForm<VmGroupId>("a group"), group => group.Value);

    public static TextForm Address { get; } = new("an address such as 10.1.0.7");

    public static TextForm Range { get; } = new("a range of addresses such as 10.1.0.0/24");

    public static IntegerForm Port { get; } = new(1, 65_535);

    public static ChoiceForm<TransportProtocol> Transport { get; } = new(
        [("tcp", TransportProtocol.Tcp), ("udp", TransportProtocol.Udp)]);
}
