using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Vireo.Adapters.Ovsdb;

namespace Vireo.Adapters.Tests.Ovsdb;

/// <summary>Stands between client and server: refuses methods that an older server would not know, and cuts
/// connections.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly string _server;
    private readonly string[] _unknown;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];
    private readonly List<Task> _running = [];

    public Relay(DatabaseServer server, params string[] unknown)
    {
        (_server, _unknown) = (server.Socket, unknown);
        Path = System.IO.Path.Combine(server.Folder, "relay.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _running.Add(AcceptAsync());
    }

    public string Path { get; }

    public void CutAll()
    {
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        CutAll();
        List<Task> all;
        lock (_open)
        {
            all = [.. _running];
        }

        await Task.WhenAll(all);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync();
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }

            var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
            }
            catch (SocketException)
            {
                client.Dispose();
                continue;
            }

            lock (_open)
            {
                _open.AddRange([client, server]);
                _running.AddRange([ForwardAsync(client, server), BackAsync(server, client)]);
            }
        }
    }

    private async Task ForwardAsync(Socket client, Socket server)
    {
        var cutter = new MessageCutter(64 * 1024 * 1024);
        try
        {
            while (await client.ReceiveAsync(cutter.Space()) is var count and > 0)
            {
                cutter.Received(count);
                while (cutter.TryCut(out var message))
                {
                    using var json = JsonDocument.Parse(message);
                    string method = json.RootElement.TryGetProperty("method", out var word) ? word.GetString()! : "";
                    if (_unknown.Contains(method))
                    {
                        string id = json.RootElement.GetProperty("id").GetRawText();
                        await client.SendAsync(Encoding.UTF8.GetBytes($$"""{"id":{{id}},"result":null,"error":"unknown method"}"""));
                    }
                    else
                    {
                        await server.SendAsync(message);
                    }
                }
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        server.Dispose();
    }

    private static async Task BackAsync(Socket server, Socket client)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await server.ReceiveAsync(buffer) is var count and > 0)
            {
                await client.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        client.Dispose();
    }
}
