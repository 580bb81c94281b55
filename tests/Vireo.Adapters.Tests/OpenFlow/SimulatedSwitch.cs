using System.Collections.Concurrent;
using System.Net.Sockets;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>A switch without packets of its own that speaks the real protocol: greets, tells its ports, takes flows as they
/// come, and hands packets that are sent out by a port to the switch at the other end.</summary>
internal sealed class SimulatedSwitch(ulong datapath, int ports) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<uint, (SimulatedSwitch Peer, uint Port)> _wires = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Which message gets an answer of its own choosing, by type; null for the usual one.</summary>
    public Func<byte, uint, byte[]?> Instead { get; set; } = (_, _) => null;

    /// <summary>Flows that came.</summary>
    public int FlowChanges { get; private set; }

    public void Wire(uint port, SimulatedSwitch peer, uint peerPort)
    {
        _wires[port] = (peer, peerPort);
        peer._wires[peerPort] = (this, port);
    }

    public async Task ConnectAsync(string path)
    {
        // Waits for its turn, which the asynchronous one does not.
        await Task.Run(() => _socket.Connect(new UnixDomainSocketEndPoint(path)));
        Send(SwitchMessages.Hello());
        _running = Task.Run(ReadAsync);
    }

    /// <summary>Says something by itself.</summary>
    public void Send(byte[] message)
    {
        try
        {
            lock (_gate)
            {
                for (int sent = 0; sent < message.Length;)
                {
                    sent += _socket.Send(message.AsSpan(sent));
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The controller has closed the connection.
        }
    }

    /// <summary>Ends when the controller has closed the connection.</summary>
    public Task Ended => _running;

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _running;
    }

    private async Task ReadAsync()
    {
        var cutter = new MessageCutter();
        try
        {
            while (await _socket.ReceiveAsync(cutter.Space()) is > 0 and var count)
            {
                cutter.Received(count);
                while (cutter.TryCut(out var message))
                {
                    Take(message.Span);
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One of both has closed it.
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        var header = OpenFlowHeader.Read(message);
        byte type = (byte)header.Type;
        uint xid = header.Xid;
        if (Instead(type, xid) is { } other)
        {
            Send(other);
            return;
        }

        switch (type)
        {
            case 2:
                Send(SwitchMessages.Message(3, xid, _ => { }));
                break;
            case 5:
                Send(SwitchMessages.Features(xid, datapath));
                break;
            case 13:
                Forward(message);
                break;
            case 14:
                FlowChanges++;
                break;
            case 18:
                Send(Parts(xid, (ushort)((message[8] << 8) | message[9])));
                break;
            case 20:
                Send(SwitchMessages.Message(21, xid, _ => { }));
                break;
            case 24:
                byte[] role = message[8..].ToArray();
                Send(SwitchMessages.Message(25, xid, writer => writer.Bytes(role)));
                break;
            default:
                break;
        }
    }

    private byte[] Parts(uint xid, ushort kind) => SwitchMessages.Parts(xid, kind, writer =>
    {
        if (kind == 13)
        {
            for (uint port = 1; port <= ports; port++)
            {
                SwitchMessages.Port(writer, port, $"eth{port}");
            }
        }
    });

    // One action, output, as the controller sends it.
    private void Forward(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        reader.Skip(16);
        int actions = reader.Short();
        reader.Skip(6);
        var action = new WireReader(reader.Take(actions));
        action.Skip(4);
        if (_wires.TryGetValue(action.Int(), out var wire))
        {
            wire.Peer.Send(SwitchMessages.PacketIn(wire.Port, reader.Take(reader.Left).ToArray()));
        }
    }
}
