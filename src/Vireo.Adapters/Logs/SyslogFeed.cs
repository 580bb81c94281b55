using System.Net;
using System.Net.Sockets;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Receives syslog: datagrams (RFC 5426) and connections (RFC 6587), messages of RFC 5424 and RFC 3164.</summary>
/// <remarks>There is no authentication in syslog: listen where only the fleet reaches, and behind a relay for TLS.</remarks>
public sealed class SyslogFeed : ILogFeed, IAsyncDisposable
{
    private const int MostConnections = 1_000;
    private const int DatagramBuffer = 4 << 20;

    private readonly TimeProvider _time;
    private readonly LineQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket? _udp;
    private readonly TcpListener? _tcp;
    private readonly Task _running;
    private int _connections;

    /// <summary>Listens at once.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public SyslogFeed(LogFeedSettings settings, TimeProvider time)
    {
        (Name, _time, _queue) = (settings.Name, time, new LineQueue(settings.Name));
        try
        {
            _udp = settings.Udp is { } datagrams ? Bind(datagrams) : null;
            if (settings.Tcp is { } connections)
            {
                _tcp = new TcpListener(connections);
                _tcp.Start();
            }
        }
        catch (SocketException failure)
        {
            _udp?.Dispose();
            _stop.Dispose();
            throw new IOException(
                $"Log source '{settings.Name}' cannot listen on {settings.Udp ?? settings.Tcp}: {failure.Message}. " +
                "Stop what listens there, or choose another port.", failure);
        }

        _running = Task.WhenAll(Task.Run(ReceiveAsync), Task.Run(AcceptAsync));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Where datagrams are received.</summary>
    public EndPoint? UdpEndPoint => _udp?.LocalEndPoint;

    /// <summary>Where connections are received.</summary>
    public EndPoint? TcpEndPoint => _tcp?.LocalEndpoint;

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedLine> Take() => _queue.Take();

    /// <inheritdoc/>
    public string? TakeTrouble() => _queue.TakeTrouble();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp?.Dispose();
        _tcp?.Dispose();
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

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        while (_tcp is not null && !_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _tcp.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(task => task.IsCompleted);
                if (Volatile.Read(ref _connections) >= MostConnections)
                {
                    socket.Dispose();
                    _queue.Fail($"{MostConnections} connections are the most; another was closed");
                    continue;
                }

                Interlocked.Increment(ref _connections);
                open.Add(ReadAsync(socket));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                _queue.Fail($"a connection could not be accepted: {failure.Message.TrimEnd('.')}");
            }
        }

        await Task.WhenAll(open);
    }

    private async Task ReadAsync(Socket socket)
    {
        using (socket)
        {
            var sender = socket.RemoteEndPoint;
            var frames = new SyslogFrames(text => Add(text, sender));
            byte[] buffer = new byte[16_384];
            try
            {
                while (await socket.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
                {
                    frames.Add(buffer.AsSpan(0, read));
                }
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // The sender went away, or we do; what came whole was taken.
            }

            frames.End();
            Interlocked.Decrement(ref _connections);
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
