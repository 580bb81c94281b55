using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Vireo.Adapters.Logs;

/// <summary>Takes syslog connections at one address, plain (RFC 6587) or by TLS (RFC 5425).</summary>
internal sealed class SyslogListener : IAsyncDisposable
{
    private const int MostConnections = 1_000;
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly TimeProvider _time;
    private readonly LineQueue _queue;
    private readonly Action<string, EndPoint?> _take;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _connections;

    /// <summary>Takes the address; nothing is accepted before <see cref="Start"/>.</summary>
    /// <param name="at">Address and port.</param>
    /// <param name="tls">How connections are secured; null for plain ones.</param>
    /// <param name="time">For the patience with handshakes.</param>
    /// <param name="queue">Where trouble is noted.</param>
    /// <param name="take">Takes a message and who sent it; called by several threads.</param>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public SyslogListener(
        IPEndPoint at, SslServerAuthenticationOptions? tls, TimeProvider time, LineQueue queue, Action<string, EndPoint?> take)
    {
        (_tls, _time, _queue, _take) = (tls, time, queue, take);
        _listener = new TcpListener(at);
        try
        {
            _listener.Start();
        }
        catch (SocketException)
        {
            Close();
            throw;
        }
    }

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint => _listener.LocalEndpoint;

    /// <summary>Accepts connections from now on.</summary>
    public void Start() => _running = Task.Run(AcceptAsync);

    /// <summary>Gives the address back; only before <see cref="Start"/>.</summary>
    public void Close()
    {
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(task => task.IsCompleted);
                if (Volatile.Read(ref _connections) >= MostConnections)
                {
                    socket.Dispose();
                    _queue.Fail($"{MostConnections} connections are the most; another was closed");
                    continue;
                }

                Interlocked.Increment(ref _connections);
                open.Add(ServeAsync(socket));
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

    private async Task ServeAsync(Socket socket)
    {
        var sender = socket.RemoteEndPoint;
        try
        {
            await using var plain = new NetworkStream(socket, ownsSocket: true);
            if (_tls is null)
            {
                await ReadAsync(plain, sender);
                return;
            }

            await using var secured = new SslStream(plain);
            await HandshakeAsync(secured, _tls);
            await ReadAsync(secured, sender);
        }
        catch (AuthenticationException failure)
        {
            _queue.Fail($"a connection from {sender} was refused: {failure.Message.TrimEnd('.')}");
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            // The sender went away, or we do; what came whole was taken.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    // Whoever connects and says nothing must not hold a place for ever.
    private async Task HandshakeAsync(SslStream secured, SslServerAuthenticationOptions tls)
    {
        using var patience = new CancellationTokenSource(HandshakePatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        await secured.AuthenticateAsServerAsync(tls, either.Token);
    }

    private async Task ReadAsync(Stream stream, EndPoint? sender)
    {
        var frames = new SyslogFrames(text => _take(text, sender));
        byte[] buffer = new byte[16_384];
        try
        {
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            {
                frames.Add(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            frames.End();
        }
    }
}
