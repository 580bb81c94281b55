using System.Net;
using System.Net.Sockets;
using Vireo.Adapters.Ovsdb;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Where switches connect to.</summary>
internal sealed class OpenFlowListener : IDisposable
{
    private const int MostWaiting = 512;
    private readonly Socket _socket;
    private readonly string? _path;
    private int _lastNumber;

    private OpenFlowListener(Socket socket, string? path)
    {
        _socket = socket;
        _path = path;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="place"><c>unix:PATH</c> or <c>tcp:ADDRESS:PORT</c>.</param>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="IOException">It is taken, or not ours to use.</exception>
    public static OpenFlowListener Open(string place)
    {
        var endpoint = OvsdbEndpoint.Parse(place, "place to listen at");
        if (endpoint.IsTls)
        {
            throw new FormatException($"'{place}': switches are not listened to in TLS; use unix:PATH, or tcp: in a network of its own.");
        }

        try
        {
            return endpoint.Path is { } path ? OpenPath(path) : OpenPort(endpoint);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot listen at '{place}': {failure.Message}", failure);
        }
    }

    /// <summary>The next switch.</summary>
    /// <returns>Its connection and its name; null when nobody listens any more.</returns>
    public async Task<(Stream Stream, string Peer)?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _socket.AcceptAsync(cancellationToken);
                if (_path is null)
                {
                    socket.NoDelay = true;
                }

                string peer = _path is null ? $"{socket.RemoteEndPoint}" : $"{_path}#{++_lastNumber}";

                return (new NetworkStream(socket, ownsSocket: true), peer);
            }
            catch (SocketException)
            {
                // This one went before it was here.
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    private static OpenFlowListener OpenPort(OvsdbEndpoint endpoint)
    {
        if (!IPAddress.TryParse(endpoint.Host, out var address))
        {
            throw new FormatException($"'{endpoint}': expected an address of this machine, such as 127.0.0.1 or 0.0.0.0.");
        }

        return Listen(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(address, endpoint.Port), null);
    }

    private static OpenFlowListener OpenPath(string path)
    {
        var address = new UnixDomainSocketEndPoint(path);
        if (File.Exists(path))
        {
            // Who was killed left its socket behind.
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                probe.Connect(address);

                throw new IOException($"Cannot listen at 'unix:{path}': another process does.");
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                File.Delete(path);
            }
        }

        return Listen(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), address, path);
    }

    private static OpenFlowListener Listen(Socket socket, EndPoint address, string? path)
    {
        try
        {
            socket.Bind(address);
            socket.Listen(MostWaiting);

            return new OpenFlowListener(socket, path);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
