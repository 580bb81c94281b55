using System.Text;
using Vireo.Adapters.LoadBalancing;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public sealed class BackendPoolDocumentTests
{
    private const string Group = """

        ---
        apiVersion: vireo/v1
        kind: VmTemplate
        name: small
        cores: 1
        memory: 1GiB
        ---
        apiVersion: vireo/v1
        kind: VmGroup
        name: web
        template: small
        backendPool: shop
        ---
        apiVersion: vireo/v1
        kind: Provider
        name: demo
        type: simulation
        """;

    [Fact]
    public void A_load_balancer_is_read_and_its_group_names_it()
    {
        var read = Load("type: haproxy\nsocket: /run/haproxy/admin.sock\nbackend: web\naddress: '{name}.shop.test:8080'\ndrainFor: 2m");

        var pool = Assert.Single(read.Configuration!.BackendPools);
        Assert.Equal((BackendPoolType.Haproxy, TimeSpan.FromMinutes(2), true), (pool.Type, pool.DrainFor, pool.Acts));
        Assert.Equal("shop", read.Configuration.Groups[0].BackendPool?.Value);
        Assert.Single(read.Configuration.BackendPoolsOf("demo"));
    }

    [Theory]
    [InlineData("type: http", "A load balancer of type http needs 'url'.")]
    [InlineData("type: http\nurl: ftp://lb", "'ftp://lb' is no http or https address.")]
    [InlineData("type: http\nurl: http://lb\nsocket: /run/s", "The key 'socket' belongs to another type.")]
    [InlineData("type: haproxy\nsocket: /run/s\nbackend: web", "A load balancer of type haproxy needs 'socket', 'backend' and 'address'.")]
    [InlineData("type: haproxy\nsocket: run/s\nbackend: web\naddress: a:1", "'run/s' is neither an absolute path nor host:port.")]
    [InlineData("type: haproxy\nsocket: /run/s\nbackend: web\naddress: lb", "'lb' has no port; write host:port")]
    [InlineData("type: ovn\nendpoints: tcp:127.0.0.1:6641", "A load balancer of type ovn needs 'endpoints', 'loadBalancer' and 'network'.")]
    [InlineData("type: http\nurl: http://lb\nprovider: dmo", "There is no provider 'dmo'; there are 'demo'.")]
    public void What_does_not_fit_is_told_where_it_is_written(string text, string expected) =>
        Assert.Contains(Load(text).Problems, problem => problem.Message.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_group_cannot_name_what_is_not_there_nor_a_load_balancer_a_provider()
    {
        Assert.Contains(Load("type: http\nurl: http://lb", "shp").Problems, problem =>
            problem.Message == "There is no load balancer named 'shop'. The nearest is 'shp'.");
        Assert.Contains(Load("type: http\nurl: http://lb", "demo").Problems, problem =>
            problem.Message == "A provider is called 'demo' already; a load balancer needs a name of its own.");
    }

    private static ConfigurationResult Load(string text, string name = "shop") => ConfigurationLoader.Check(
        [("lb.yaml", Encoding.UTF8.GetBytes($"apiVersion: vireo/v1\nkind: BackendPool\nname: {name}\n{text}{Group}"))], ServerConfiguration.Empty);
}
