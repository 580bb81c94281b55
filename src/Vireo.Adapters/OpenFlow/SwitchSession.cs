using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow;

/// <summary>A switch that is connected: what it is, its ports, its flows, and changes of it that are confirmed.</summary>
internal sealed class SwitchSession : IAsyncDisposable
{
    private readonly OpenFlowLimits _limits;
    private readonly Action<SwitchSession, OpenFlowMessage> _onEvent;
    private readonly TaskCompletionSource<HelloMessage> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly OpenFlowChannel _channel;
    private ImmutableSortedDictionary<uint, SwitchPort> _ports = ImmutableSortedDictionary<uint, SwitchPort>.Empty;
    private ChangeBatch? _batch;

    private SwitchSession(
        Stream stream, string peer, OpenFlowLimits limits, TimeProvider time, Action<SwitchSession, OpenFlowMessage> onEvent)
    {
        _limits = limits;
        _onEvent = onEvent;
        _channel = new OpenFlowChannel(stream, peer, limits, time, Take);
    }

    /// <summary>The switch's identifier.</summary>
    public ulong Datapath { get; private set; }

    /// <summary>Of the connection: 0 for the one that counts.</summary>
    public byte Auxiliary { get; private set; }

    /// <summary>How messages name it.</summary>
    public string Peer => _channel.Peer;

    /// <summary>Who made it.</summary>
    public SwitchDescription Description { get; private set; } = new("", "", "", "", "");

    /// <summary>What we may do; only what was last asked for or found out.</summary>
    public ControllerRole Role { get; private set; } = ControllerRole.Equal;

    /// <summary>Its ports by number, as they are now.</summary>
    public ImmutableSortedDictionary<uint, SwitchPort> Ports => Volatile.Read(ref _ports);

    /// <summary>Ends when the connection does; <see cref="Why"/> then says why.</summary>
    public Task Ended => _channel.Ended;

    /// <summary>Why it ended; null while it has not.</summary>
    public OpenFlowException? Why => _channel.Why;

    /// <summary>How identifiers of switches are written: sixteen hexadecimal digits.</summary>
    public static string Text(ulong datapath) => $"{datapath:x16}";

    /// <summary>Greets a switch and asks what it is.</summary>
    /// <param name="stream">Its connection; closed when this fails.</param>
    /// <param name="peer">How messages name it until it has said who it is.</param>
    /// <param name="limits">What is put up with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onEvent">Gets packets, ports and removed flows; it must not wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OpenFlowException">It is none that speaks OpenFlow 1.3, or takes too long.</exception>
    public static async Task<SwitchSession> OpenAsync(
        Stream stream, string peer, OpenFlowLimits limits, TimeProvider time, Action<SwitchSession, OpenFlowMessage> onEvent,
        CancellationToken cancellationToken)
    {
        var session = new SwitchSession(stream, peer, limits, time, onEvent);
        using var late = new CancellationTokenSource(limits.HandshakeWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await session.GreetAsync(either.Token);

            return session;
        }
        catch (Exception failure)
        {
            var why = session.Why;
            await session.DisposeAsync();
            if (why is not null && failure is (OpenFlowLost or OperationCanceledException))
            {
                // Why the connection ended says more than that it did, also to whoever stops waiting at that moment.
                throw why;
            }

            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new OpenFlowLost($"{peer} does not say what it is within {limits.HandshakeWait.TotalSeconds:0.#} s.", failure);
            }

            throw;
        }
    }

    /// <summary>Asks for a role.</summary>
    /// <param name="role">As what.</param>
    /// <param name="generation">Grows with each master; a switch refuses one that is over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OpenFlowRefused">A newer master is there (<see cref="SwitchError.StaleRole"/>).</exception>
    public async Task<ControllerRole> AskRoleAsync(ControllerRole role, ulong generation, CancellationToken cancellationToken)
    {
        var reply = await _channel.AskAsync<RoleReply>(
            MessageType.RoleRequest, writer => Requests.Role(writer, role, generation), cancellationToken);
        Role = reply.Role;

        return Role;
    }

    /// <summary>Another leads: nothing is changed from here.</summary>
    public void YieldTo() => Role = ControllerRole.Slave;

    /// <summary>Reads all flows, groups and meters.</summary>
    public async Task<SwitchState> ReadAsync(CancellationToken cancellationToken)
    {
        var flows = ReadFlowsAsync(cancellationToken);
        var groups = _channel.AskAsync(MultipartKind.GroupDescriptions, FlowGroup.Read, cancellationToken);
        var meters = _channel.AskAsync(
            MultipartKind.MeterConfigurations, static (ref reader) => (FlowMeter.Read(ref reader, out uint id), id), cancellationToken);

        return new SwitchState(
            [.. (await flows).Select(flow => flow.Flow)], [.. await groups],
            (await meters).DistinctBy(meter => meter.id).ToImmutableDictionary(meter => meter.id, meter => meter.Item1));
    }

    /// <summary>Reads all flows with what they counted.</summary>
    public Task<List<FlowStatistics>> ReadFlowsAsync(CancellationToken cancellationToken) =>
        _channel.AskAsync(MultipartKind.Flows, FlowStatistics.Read, cancellationToken);

    /// <summary>How many flows there are, and what they counted.</summary>
    public async Task<AggregateStatistics> CountFlowsAsync(CancellationToken cancellationToken) =>
        (await _channel.AskAsync(MultipartKind.Aggregate, AggregateStatistics.Read, cancellationToken))[0];

    /// <summary>What tables counted.</summary>
    public Task<List<TableStatistics>> ReadTablesAsync(CancellationToken cancellationToken) =>
        _channel.AskAsync(MultipartKind.Tables, TableStatistics.Read, cancellationToken);

    /// <summary>What ports counted.</summary>
    public Task<List<PortStatistics>> ReadPortsAsync(CancellationToken cancellationToken) =>
        _channel.AskAsync(MultipartKind.PortStatistics, PortStatistics.Read, cancellationToken);

    /// <summary>How the switch treats packets for the controller.</summary>
    public Task<ConfigReply> ReadConfigAsync(CancellationToken cancellationToken) =>
        _channel.AskAsync<ConfigReply>(MessageType.ConfigRequest, _ => { }, cancellationToken);

    /// <summary>Changes it, and waits until all of it is done.</summary>
    /// <returns>What was refused; empty when all is done.</returns>
    /// <exception cref="OpenFlowLost">The connection ended: what was done has to be read.</exception>
    public async Task<ChangeOutcome> ChangeAsync(IReadOnlyList<SwitchChange> changes, CancellationToken cancellationToken)
    {
        // One batch after the other: errors belong to the one that is under way.
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var batch = new ChangeBatch(changes, _channel.Reserve(changes.Count), _limits.MostFailures);
            Volatile.Write(ref _batch, batch);
            await _channel.SendAsync(changes, batch.First);

            // A switch has told of all errors before it answers a barrier.
            await _channel.AskAsync<BareReply>(MessageType.BarrierRequest, _ => { }, cancellationToken);
            if (batch.Outcome.Failures.Any(failure => failure.Error == SwitchError.IsSlave))
            {
                Role = ControllerRole.Slave;
            }

            return batch.Outcome;
        }
        finally
        {
            Volatile.Write(ref _batch, null);
            _changing.Release();
        }
    }

    /// <summary>Sends packets, and does not wait.</summary>
    public ValueTask SendPacketsAsync(IReadOnlyList<SwitchChange> packets) => _channel.SendAsync(packets, _channel.Reserve(packets.Count));

    /// <summary>Ends the connection.</summary>
    public void Close(string why) => _channel.Close(new OpenFlowLost(why));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        _hello.TrySetCanceled();
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        await _channel.SendAsync(MessageType.Hello, _channel.Reserve(1), Requests.Hello);
        var first = await Task.WhenAny(_hello.Task.WaitAsync(cancellationToken), _channel.Ended);
        if (first == _channel.Ended && !_hello.Task.IsCompletedSuccessfully)
        {
            throw new OpenFlowLost(_channel.Why!.Message);
        }

        var hello = await _hello.Task.WaitAsync(cancellationToken);
        if (!hello.Speaks13)
        {
            await RefuseAsync(hello);
        }

        var features = await _channel.AskAsync<FeaturesReply>(MessageType.FeaturesRequest, _ => { }, cancellationToken);
        Datapath = features.Datapath;
        Auxiliary = features.Auxiliary;
        _channel.Peer = $"switch {Text(Datapath)} ({_channel.Peer})";
        await _channel.SendAsync(MessageType.SetConfig, _channel.Reserve(1), Requests.WholePackets);
        await _channel.AskAsync(MultipartKind.Ports, ReadPort, cancellationToken);
        Description = (await _channel.AskAsync(MultipartKind.Description, SwitchDescription.Read, cancellationToken)).FirstOrDefault()
            ?? Description;
    }

    private async Task RefuseAsync(HelloMessage hello)
    {
        try
        {
            await _channel.SendAsync(MessageType.Error, hello.Xid, writer =>
            {
                writer.Short(SwitchError.Incompatible.Type);
                writer.Short(SwitchError.Incompatible.Code);
            });
        }
        catch (OpenFlowLost)
        {
            // It went already; what it speaks is known all the same.
        }

        throw new OpenFlowMalformed(
            $"{Peer} speaks no OpenFlow 1.3, only up to version {hello.Version}. Switch it on: 'ovs-vsctl set bridge NAME protocols=OpenFlow13'.");
    }

    private SwitchPort ReadPort(ref WireReader reader)
    {
        var port = SwitchPort.Read(ref reader);
        Volatile.Write(ref _ports, Ports.SetItem(port.Number, port));

        return port;
    }

    private void Take(OpenFlowMessage message)
    {
        switch (message)
        {
            case HelloMessage hello:
                _hello.TrySetResult(hello);
                break;
            case ErrorMessage error:
                Volatile.Read(ref _batch)?.Take(error);
                break;
            case PortStatus status:
                Volatile.Write(ref _ports, status.IsGone ? Ports.Remove(status.Port.Number) : Ports.SetItem(status.Port.Number, status.Port));
                _onEvent(this, status);
                break;
            case PacketIn or FlowRemoved:
                _onEvent(this, message);
                break;
            default:
                break;
        }
    }
}
