using System.Net;
using System.Net.Sockets;
using System.Text;
using Vireo.Adapters.Probing;

namespace Vireo.Adapters.Tests.Probing;

/// <summary>Questions to real sockets of this machine.</summary>
public sealed class ServiceQuestionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "status 503")]
    public async Task A_path_serves_when_its_status_is_below_400(string response, string problem)
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var serving = ServeAsync(service, response);

        var answer = await AskAsync(new Probe { Kind = ProbeKind.Http, Port = PortOf(service), Path = "/healthz", Within = Patience });

        Assert.Equal(problem, answer.Problem);
        Assert.True(answer.Took > TimeSpan.Zero);
        Assert.StartsWith("GET /healthz HTTP/1.1\r\n", await serving, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_answers_nonsense_or_not_at_all_does_not_serve()
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var serving = ServeAsync(service, "SSH-2.0-nonsense\r\n");

        var nonsense = await AskAsync(new Probe { Kind = ProbeKind.Http, Port = PortOf(service), Path = "/", Within = Patience });
        await serving;
        var silent = await AskAsync(
            new Probe { Kind = ProbeKind.Http, Port = PortOf(service), Path = "/", Within = TimeSpan.FromMilliseconds(200) });

        Assert.NotEmpty(nonsense.Problem);
        Assert.Equal("no answer within 0.2 s", silent.Problem);
    }

    [Fact]
    public async Task A_port_serves_while_it_accepts()
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var probe = new Probe { Kind = ProbeKind.Tcp, Port = PortOf(service), Within = Patience };

        var open = await AskAsync(probe);
        service.Stop();
        var closed = await AskAsync(probe);

        Assert.Equal("", open.Problem);
        Assert.Contains("refused", closed.Problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_machine_that_is_there_returns_an_echo()
    {
        var answer = await AskAsync(new Probe { Kind = ProbeKind.Icmp, Within = Patience });

        Assert.Equal("", answer.Problem);
    }

    private static Task<ServiceAnswer> AskAsync(Probe probe) => ServiceQuestion.AskAsync(probe, "127.0.0.1", TimeProvider.System, Token);

    private static int PortOf(TcpListener service) => ((IPEndPoint)service.LocalEndpoint).Port;

    private static async Task<string> ServeAsync(TcpListener service, string response)
    {
        using var client = await service.AcceptTcpClientAsync(Token);
        var stream = client.GetStream();
        byte[] request = new byte[4096];
        int read = await stream.ReadAsync(request, Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response), Token);

        return Encoding.ASCII.GetString(request, 0, read);
    }
}
