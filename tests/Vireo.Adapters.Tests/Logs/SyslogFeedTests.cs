using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Logs;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>Syslog over real sockets.</summary>
public class SyslogFeedTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Datagrams_and_connections_are_received_and_what_names_no_writer_is_its_sender_s()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        await using var feed = new SyslogFeed(new LogFeedSettings("s") { Udp = AnyPort, Tcp = AnyPort }, time);
        using var udp = new UdpClient();
        using var tcp = new TcpClient();

        await udp.SendAsync("<13>Jan  5 12:00:00 web-1 app: by datagram"u8.ToArray(), (IPEndPoint)feed.UdpEndPoint!, Token);
        await tcp.ConnectAsync((IPEndPoint)feed.TcpEndPoint!, Token);
        await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            "<13>1 2026-01-05T12:00:00Z web-2 app - - - by connection\nwhatever this is\n"), Token);
        tcp.Close();
        var lines = await TakeAsync(feed, count: 3);

        Assert.Equal(
            [("127.0.0.1", "whatever this is"), ("web-1", "app: by datagram"), ("web-2", "app: by connection")],
            lines.Select(line => (line.Writer, line.Text)).Order());
        Assert.All(lines, line => Assert.Equal(time.GetUtcNow(), line.At));
        Assert.Contains("1 lines are not of the format", feed.TakeTrouble(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_TLS_only_senders_with_a_certificate_of_the_authority_are_heard()
    {
        using var certificates = new TemporaryCertificates();
        var settings = new LogFeedSettings("s")
        {
            Tls = AnyPort,
            CertificateFile = certificates.ServerFile,
            KeyFile = certificates.ServerKeyFile,
            SendersFile = certificates.AuthorityFile,
        };
        await using var feed = new SyslogFeed(settings, TimeProvider.System);

        await SendAsync(feed, null, certificates.Authority, "<13>1 2026-01-05T12:00:00Z web-1 app - - - unknown\n");
        await SendAsync(feed, certificates.Stranger, certificates.Authority, "<13>1 2026-01-05T12:00:00Z web-1 app - - - forged\n");
        await SendAsync(feed, certificates.Sender, certificates.Authority, "<13>1 2026-01-05T12:00:00Z web-2 app - - - by TLS\n");
        var lines = await TakeAsync(feed, count: 1);

        Assert.Equal([("web-2", "app: by TLS")], lines.Select(line => (line.Writer, line.Text)));
        Assert.Contains("was refused", feed.TakeTrouble(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_told_with_its_file()
    {
        var settings = new LogFeedSettings("s") { Tls = AnyPort, CertificateFile = "/nowhere/vireo.pem", KeyFile = "/nowhere/vireo.key" };

        var failure = Assert.Throws<IOException>(() => new SyslogFeed(settings, TimeProvider.System));

        Assert.Contains("'/nowhere/vireo.pem'", failure.Message, StringComparison.Ordinal);
    }

    // A sender that is refused learns it when it writes or reads, as its TLS has it.
    private static async Task SendAsync(SyslogFeed feed, X509Certificate2? own, X509Certificate2 authority, string message)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync((IPEndPoint)feed.TlsEndPoint!, Token);
        await using var secured = new SslStream(tcp.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        X509Certificate2Collection shown = own is null ? [] : [own];
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    CertificateChainPolicy = policy,
                    ClientCertificates = shown,
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => own!,
                },
                Token);
            await secured.WriteAsync(Encoding.UTF8.GetBytes(message), Token);
            await secured.ShutdownAsync();
            await secured.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, Token);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // Expected of those that have no right to send.
        }
    }

    [Fact]
    public async Task An_address_in_use_is_told_with_what_to_do()
    {
        await using var first = new SyslogFeed(new LogFeedSettings("s") { Tcp = AnyPort }, TimeProvider.System);

        var failure = Assert.Throws<IOException>(() =>
            new SyslogFeed(new LogFeedSettings("t") { Tcp = (IPEndPoint)first.TcpEndPoint! }, TimeProvider.System));

        Assert.Contains("choose another port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_keeps_the_newest_and_says_how_many_went()
    {
        var queue = new LineQueue("s");
        for (int i = 0; i < LineQueue.MostLines + 5; i++)
        {
            queue.Add(new ReceivedLine(default, "h", $"{i}"));
        }

        Assert.Equal("5", queue.Take()[0].Text);
        Assert.Contains("5 lines were dropped", queue.TakeTrouble(), StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // What is on its way through the kernel arrives when it does.
    private static async Task<List<ReceivedLine>> TakeAsync(SyslogFeed feed, int count)
    {
        List<ReceivedLine> lines = [];
        while (lines.Count < count)
        {
            Token.ThrowIfCancellationRequested();
            lines.AddRange(feed.Take());
            await Task.Yield();
        }

        return lines;
    }
}
