using System.Text;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public class NetworkDocumentTests
{
    private static string Sample => File.ReadAllText(Path.Combine(Checkout.Root, "samples", "network.yaml"));

    [Fact]
    public void The_sample_declares_all_kinds()
    {
        var network = Read(Sample).Configuration!.Network;

        Assert.Equal(["web", "data", "outside"], network.Networks.Select(one => one.Name));
        Assert.Equal(NetworkKind.Vlan, network.Networks[2].Kind);
        Assert.Equal(1_250_000, network.Networks[0].LimitPerMachine!.Value.Value);
        Assert.Equal("10.1.0.11", network.Networks[0].Ports[0].Address);
        Assert.Equal(["host-1", "host-2"], network.Routers[0].External!.Hosts);
        Assert.Equal(new PortForward(2222, TransportProtocol.Tcp, "db-1", 22), Assert.Single(network.Routers[0].PortForwards));
        Assert.Equal(8080, Assert.Single(network.LoadBalancers).TargetPort);
        Assert.Equal([5432], Assert.Single(network.Firewalls).Rules[0].Ports);
    }

    [Theory]
    [InlineData("subnet: 10.2.0.0/24", "subnet: 10.1.0.0/16", ":29:", "overlap; one router cannot tell them apart")]
    [InlineData("networks: [data]", "networks: [date]", ":54:", "There is no network named 'date'")]
    [InlineData("address: 10.1.0.11", "address: 10.3.0.11", ":9:", "is none for machines of 10.1.0.0/24")]
    [InlineData("physicalNetwork: physnet1", "vlan: 12", ":20:", "A VLAN lies on a physical network")]
    [InlineData("via: 10.99.0.250", "via: 10.98.0.250", ":35:", "lies in no network of the router")]
    [InlineData("name: database", "name: data-base", ":53:", "letters, digits and underscores")]
    [InlineData("limitPerVm: 1250000", "limitPerVM: 1250000", ":7:", "the nearest known key is 'limitPerVm'")]
    public void What_cannot_be_is_named_with_its_line(string written, string instead, string line, string expected)
    {
        var problems = Read(Sample.Replace(written, instead, StringComparison.Ordinal)).Problems;

        Assert.Contains(problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.True(problems.Any(problem => problem.ToString().Contains(line, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    private static ConfigurationResult Read(string text) => ConfigurationLoader.Check("network.yaml", Encoding.UTF8.GetBytes(text));
}
