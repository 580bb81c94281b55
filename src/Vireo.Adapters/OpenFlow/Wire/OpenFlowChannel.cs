using System.Collections.Concurrent;
using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>Reads an entry of an answer in parts.</summary>
internal delegate T PartReader<out T>(ref WireReader reader);

/// <summary>One connection with a switch: requests with their answers, messages that it sends by itself, echoes.</summary>
/// <remarks>Messages are read one after the other, in the order in which the switch sent them. What is sent is gathered and
/// goes out together; who sends faster than the switch reads waits.</remarks>
internal sealed class OpenFlowChannel : IAsyncDisposable
{
    private const int ChangesAtOnce = 256;
    private readonly Stream _stream;
    private readonly OpenFlowLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<OpenFlowMessage> _onMessage;
    private readonly ConcurrentDictionary<uint, PendingReply> _pending = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private WireWriter _filling = new(4096);
    private WireWriter _sending = new(4096);
    private TaskCompletionSource? _room;
    private uint _lastXid;
    private long _heard;
    private OpenFlowException? _why;

    /// <summary>Begins to read and to write.</summary>
    /// <param name="stream">The connection, which is closed at the end.</param>
    /// <param name="peer">How messages name the other side.</param>
    /// <param name="limits">What it puts up with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onMessage">Gets what answers no request; it must not wait.</param>
    public OpenFlowChannel(Stream stream, string peer, OpenFlowLimits limits, TimeProvider time, Action<OpenFlowMessage> onMessage)
    {
        _stream = stream;
        Peer = peer;
        _limits = limits;
        _time = time;
        _onMessage = onMessage;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>How messages name the other side.</summary>
    public string Peer { get; set; }

    /// <summary>Ends, without an exception, when the connection does; <see cref="Why"/> then says why.</summary>
    public Task Ended => _running;

    /// <summary>Why it ended; null while it has not.</summary>
    public OpenFlowException? Why => Volatile.Read(ref _why);

    /// <summary>Ends the connection.</summary>
    public void Close(OpenFlowException why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    /// <summary>Takes identifiers for messages, one after the other.</summary>
    /// <returns>The first.</returns>
    public uint Reserve(int count)
    {
        lock (_gate)
        {
            uint first = _lastXid > uint.MaxValue - (uint)count - 1 ? 1 : _lastXid + 1;
            _lastXid = first + (uint)count - 1;

            return first;
        }
    }

    /// <summary>Sends what has no answer.</summary>
    /// <exception cref="OpenFlowLost">The connection has ended.</exception>
    public ValueTask SendAsync(MessageType type, uint xid, Action<WireWriter> body) => PostAsync(writer => Write(writer, type, xid, body));

    /// <summary>Sends changes.</summary>
    /// <param name="changes">What is sent, in this order.</param>
    /// <param name="first">The identifier of the first; the others follow.</param>
    /// <exception cref="OpenFlowLost">The connection has ended.</exception>
    public async ValueTask SendAsync(IReadOnlyList<SwitchChange> changes, uint first)
    {
        for (int done = 0; done < changes.Count; done += ChangesAtOnce)
        {
            int start = done;
            await PostAsync(writer =>
            {
                for (int i = start; i < Math.Min(start + ChangesAtOnce, changes.Count); i++)
                {
                    Write(writer, changes[i].Type, first + (uint)i, changes[i].WriteBody);
                }
            });
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="OpenFlowRefused">The switch refuses.</exception>
    /// <exception cref="OpenFlowLost">There is no answer.</exception>
    public Task<T> AskAsync<T>(MessageType type, Action<WireWriter> body, CancellationToken cancellationToken)
        where T : OpenFlowMessage =>
        AskAsync(type, body, new SingleReply<T>(), cancellationToken);

    /// <summary>Asks for what comes in parts, all of it.</summary>
    /// <exception cref="OpenFlowRefused">The switch refuses.</exception>
    /// <exception cref="OpenFlowLost">There is no answer.</exception>
    public Task<List<T>> AskAsync<T>(MultipartKind kind, PartReader<T> read, CancellationToken cancellationToken) => AskAsync(
        MessageType.MultipartRequest, writer => Requests.Multipart(writer, kind), new PartedReply<T>(kind, read, _limits.LongestAnswer),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Close(new OpenFlowLost($"The connection with {Peer} is closed."));
        await _running;
        _stop.Dispose();
    }

    private async Task<T> AskAsync<T>(MessageType type, Action<WireWriter> body, PendingReply<T> reply, CancellationToken cancellationToken)
    {
        uint xid = Reserve(1);
        _pending[xid] = reply;
        try
        {
            await SendAsync(type, xid, body);

            return await reply.Task.WaitAsync(_limits.AnswerWait, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new OpenFlowLost($"{Peer} does not answer {type} within {_limits.AnswerWait.TotalSeconds:0.#} s.", late);
        }
        finally
        {
            _pending.TryRemove(xid, out _);
        }
    }

    private static void Write(WireWriter writer, MessageType type, uint xid, Action<WireWriter> body)
    {
        int start = writer.Begin(type, xid);
        try
        {
            body(writer);
            writer.End(start);
        }
        catch
        {
            writer.Truncate(start);
            throw;
        }
    }

    private async ValueTask PostAsync(Action<WireWriter> write)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (Why is { } why)
                {
                    throw new OpenFlowLost(why.Message, why);
                }

                if (_filling.Length < _limits.MostWaiting)
                {
                    write(_filling);
                    Wake();

                    return;
                }

                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room;
        }
    }

    // Whoever reads must not wait for room; a switch that asks and does not read the answers is dropped.
    private void Answer(MessageType type, uint xid, byte[] body)
    {
        lock (_gate)
        {
            if (_filling.Length > 2 * _limits.MostWaiting)
            {
                throw new OpenFlowMalformed("It asks for echoes and does not read them.");
            }

            Write(_filling, type, xid, writer => writer.Bytes(body));
            Wake();
        }
    }

    private void Wake()
    {
        if (_work.CurrentCount == 0)
        {
            _work.Release();
        }
    }

    private async Task RunAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var writing = PumpAsync(ended.Token);
        var watching = WatchAsync(ended.Token);
        OpenFlowException why;
        try
        {
            int left = await ReadAsync(ended.Token);
            why = new OpenFlowLost($"{Peer} closed the connection{(left > 0 ? $" within a message, after {left} bytes of it" : "")}.");
        }
        catch (OperationCanceledException)
        {
            why = new OpenFlowLost($"The connection with {Peer} is closed.");
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            why = new OpenFlowLost($"The connection with {Peer} broke: {failure.Message}", failure);
        }
        catch (OpenFlowMalformed malformed)
        {
            why = new OpenFlowMalformed($"{Peer} sends what cannot be read, and is dropped. {malformed.Message}");
        }

        Interlocked.CompareExchange(ref _why, why, null);
        await ended.CancelAsync();
        await Task.WhenAll(writing, watching);
        await _stream.DisposeAsync();
        EndAll();
    }

    private void EndAll()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        foreach (var reply in _pending.Values)
        {
            reply.Fail(new OpenFlowLost(Why!.Message, Why));
        }
    }

    // Until the other side closes it; how many bytes it sent of a message that is not whole.
    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var cutter = new MessageCutter();
        while (true)
        {
            int count = await _stream.ReadAsync(cutter.Space(), cancellationToken);
            if (count == 0)
            {
                return cutter.Left;
            }

            Interlocked.Increment(ref _heard);
            cutter.Received(count);
            while (cutter.TryCut(out var message))
            {
                Take(MessageReader.Read(message));
            }
        }
    }

    private void Take(OpenFlowMessage message)
    {
        if (message is EchoRequest echo)
        {
            Answer(MessageType.EchoReply, echo.Xid, echo.Payload);
        }
        else if (_pending.TryGetValue(message.Xid, out var reply) && message is not (PacketIn or FlowRemoved or PortStatus or HelloMessage))
        {
            if (message is ErrorMessage error)
            {
                reply.Fail(new OpenFlowRefused(Peer, error.Error));
            }
            else
            {
                reply.Take(message);
            }
        }
        else
        {
            _onMessage(message);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(cancellationToken);
                TaskCompletionSource? room;
                lock (_gate)
                {
                    (_filling, _sending) = (_sending, _filling);
                    (room, _room) = (_room, null);
                }

                room?.TrySetResult();
                await _stream.WriteAsync(_sending.Written, cancellationToken);
                _sending.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever reads has ended.
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            Close(new OpenFlowLost($"The connection with {Peer} broke: {failure.Message}", failure));
        }
    }

    // An end of silence asks for an echo, a second one ends the connection.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_limits.Inactivity, _time);
        long heardBefore = -1;
        bool isAsked = false;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                long heard = Interlocked.Read(ref _heard);
                bool isSilent = heard == heardBefore;
                if (isSilent && isAsked)
                {
                    Close(new OpenFlowLost(
                        $"{Peer} is silent for {2 * _limits.Inactivity.TotalSeconds:0.#} s and does not answer an echo."));

                    return;
                }

                isAsked = isSilent;
                heardBefore = heard;
                if (isSilent)
                {
                    Answer(MessageType.EchoRequest, Reserve(1), []);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
        catch (OpenFlowMalformed full)
        {
            Close(new OpenFlowLost($"{Peer} does not read what it is sent.", full));
        }
    }
}
