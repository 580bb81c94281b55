using System.Net;
using System.Net.Sockets;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Receives syslog: datagrams (RFC 5426) and connections (RFC 6587, by TLS RFC 5425), messages of RFC 5424 and
/// RFC 3164.</summary>
/// <remarks>Without TLS and named senders there is no authentication in syslog: listen where only the fleet
/// reaches.</remarks>
public sealed class SyslogFeed : ILogFeed, IAsyncDisposable
{
    private const int DatagramBuffer = 4 << 20;

    private readonly TimeProvider _time;
    private readonly LineQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket? _udp;
    private readonly SyslogListener? _tcp;
    private readonly SyslogListener? _tls;
    private readonly Task _running;

    /// <summary>Listens at once.</summary>
    /// <exception cref="IOException">An address cannot be bound, or a certificate cannot be used.</exception>
    public SyslogFeed(LogFeedSettings settings, TimeProvider time)
    {
        (Name, _time, _queue) = (settings.Name, time, new LineQueue(settings.Name));
        var secured = settings.Tls is null ? null : SyslogTls.Read(settings);
        var at = settings.Udp;
        try
        {
            _udp = at is null ? null : Bind(at);
            at = settings.Tcp;
            _tcp = at is null ? null : new SyslogListener(at, tls: null, time, _queue, Add);
            at = settings.Tls;
            _tls = at is null ? null : new SyslogListener(at, secured, time, _queue, Add);
        }
        catch (SocketException failure)
        {
            _udp?.Dispose();
            _tcp?.Close();
            _stop.Dispose();
            throw new IOException(
                $"Log source '{settings.Name}' cannot listen on {at}: {failure.Message}. " +
                "Stop what listens there, or choose another port.", failure);
        }

        _tcp?.Start();
        _tls?.Start();
        _running = Task.Run(ReceiveAsync);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where datagrams are received.</summary>
    public EndPoint? UdpEndPoint => _udp?.LocalEndPoint;

    /// <summary>Where connections are received.</summary>
    public EndPoint? TcpEndPoint => _tcp?.EndPoint;

    /// <summary>Where connections by TLS are received.</summary>
    public EndPoint? TlsEndPoint => _tls?.EndPoint;

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedLine> Take() => _queue.Take();

    /// <inheritdoc/>
    public string? TakeTrouble() => _queue.TakeTrouble();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp?.Dispose();
        foreach (var listener in new[] { _tcp, _tls }.OfType<SyslogListener>())
        {
            await listener.DisposeAsync();
        }

        await _running;
        _stop.Dispose();
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = DatagramBuffer };
        try
        {
            socket.Bind(endPoint);

            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[65_536];
        var any = new IPEndPoint(IPAddress.IPv6Any, 0);
        var from = _udp?.AddressFamily == AddressFamily.InterNetworkV6 ? any : new IPEndPoint(IPAddress.Any, 0);
        while (_udp is not null && !_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, from, _stop.Token);
                Add(Encoding.UTF8.GetString(buffer, 0, received.ReceivedBytes).TrimEnd('\n', '\r', '\0'), received.RemoteEndPoint);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // A datagram that could not be received says nothing about the next.
                _queue.Fail($"a datagram could not be received: {failure.Message.TrimEnd('.')}");
            }
        }
    }

    private void Add(string text, EndPoint? sender)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (LogFormats.Syslog(text) is { } parsed)
        {
            _queue.Add(new ReceivedLine(_time.GetUtcNow(), parsed.Writer, parsed.Text));
        }
        else
        {
            // Who it is from is known in any case.
            _queue.CountMalformed();
            _queue.Add(new ReceivedLine(_time.GetUtcNow(), (sender as IPEndPoint)?.Address.ToString() ?? "", text));
        }
    }
}
