using Vireo.Adapters.Topology;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Topology;

public sealed class LldpNeighboursTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_wire_is_an_object_several_are_a_list_and_a_chassis_may_have_no_name()
    {
        var one = LldpNeighbours.Of(
            "h1",
            """
            {"lldp":{"interface":{"eth0":{"via":"LLDP","rid":"1","age":"0 day, 00:01:02",
              "chassis":{"tor-1":{"id":{"type":"mac","value":"02:00:00:00:00:01"},"descr":"switch"}},
              "port":{"id":{"type":"ifname","value":"swp1"},"ttl":"120"}}}}}
            """,
            Now);
        var several = LldpNeighbours.Of(
            "h1",
            """
            {"lldp":{"interface":[
              {"eth0":{"chassis":{"tor-1":{"id":{"type":"mac","value":"02:00:00:00:00:01"}}}}},
              {"eth1":{"chassis":{"id":{"type":"mac","value":"02:00:00:00:00:02"}}}}]}}
            """,
            Now);

        Assert.Equal(["port/h1/eth0--switch/tor-1"], one.Links.Select(link => link.Id));
        Assert.Equal(["port/h1/eth0--switch/tor-1", "port/h1/eth1--switch/02:00:00:00:00:02"], several.Links.Select(link => link.Id));
        Assert.All(several.Links, link => Assert.Equal(("lldp", Now), (link.Evidence, link.SeenAt)));
        Assert.Empty(LldpNeighbours.Of("h1", """{"lldp":{}}""", Now).Links);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"lldp":7}""")]
    [InlineData("""{"lldp":{"interface":[3]}}""")]
    [InlineData("""{"lldp":{"interface":{"eth0":{}}}}""")]
    [InlineData("""{"lldp":{"interface":{"eth0":{"chassis":{}}}}}""")]
    [InlineData("""{"lldp":{"interface":{"eth0":{"chassis":{"id":{"value":7}}}}}}""")]
    public void What_is_no_answer_of_the_daemon_is_refused_with_what_was_expected(string text)
    {
        var refused = Assert.Throws<FormatException>(() => LldpNeighbours.Of("h1", text, Now));

        Assert.StartsWith("Expected what 'lldpcli -f json show neighbors' writes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wire_that_both_sides_name_is_one_and_one_without_a_neighbour_leads_outside()
    {
        var reader = new HostTopologyReader(TimeProvider.System, new Random(1));
        var host = new NetworkTopology(
            [
                new TopologyElement("host/h1", TopologyKind.Host, "h1", null),
                new TopologyElement("port/h1/eth0", TopologyKind.Port, "eth0", "host/h1", IsUp: false),
                new TopologyElement("port/h1/eth1", TopologyKind.Port, "eth1", "host/h1"),
            ],
            []);
        var lldp = LldpNeighbours.Of("h1", """{"lldp":{"interface":{"eth0":{"chassis":{"tor-1":{}}}}}}""", Now);

        var joined = reader.Join(host, lldp);

        Assert.Equal(["port/h1/eth0--switch/tor-1 lldp", "outside/fabric--port/h1/eth1 assumed"],
            joined.Links.Select(link => $"{link.Id} {link.Evidence}").OrderDescending(StringComparer.Ordinal));
        Assert.False(joined.Elements.Single(element => element.Id == "port/h1/eth0").IsUp);
    }
}
