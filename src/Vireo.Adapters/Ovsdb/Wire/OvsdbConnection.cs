using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>One connection to a server: requests with their answers, notifications, echoes (RFC 7047, section 4).</summary>
/// <remarks>Answers and notifications are read one after the other, in the order in which the server sent them, by what
/// was handed in for them; so what an answer changes is changed before the next notification is looked at.</remarks>
internal sealed class OvsdbConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly OvsdbEndpoint _endpoint;
    private readonly OvsdbLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<string, JsonElement> _onNotification;
    private readonly ConcurrentDictionary<long, PendingCall> _pending = new();
    private readonly SemaphoreSlim _turns;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _lastId;
    private long _heard;
    private OvsdbException? _why;

    private OvsdbConnection(
        Stream stream, OvsdbEndpoint endpoint, OvsdbLimits limits, TimeProvider time, Action<string, JsonElement> onNotification)
    {
        _stream = stream;
        _endpoint = endpoint;
        _limits = limits;
        _time = time;
        _onNotification = onNotification;
        _turns = new SemaphoreSlim(limits.MostPending);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Ends, without an exception, when the connection does; <see cref="Why"/> then says why.</summary>
    public Task Ended => _running;

    /// <summary>Why it ended; null while it has not.</summary>
    public OvsdbException? Why => Volatile.Read(ref _why);

    /// <summary>Connects.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="tls">For <c>ssl:</c> endpoints.</param>
    /// <param name="limits">What it puts up with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onNotification">Gets each notification; what it throws ends the connection.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OvsdbLost">Nobody answers.</exception>
    public static async Task<OvsdbConnection> OpenAsync(
        OvsdbEndpoint endpoint, OvsdbTls? tls, OvsdbLimits limits, TimeProvider time, Action<string, JsonElement> onNotification,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limits.ConnectWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var stream = await OvsdbTransport.OpenAsync(endpoint, tls, either.Token);

            return new OvsdbConnection(stream, endpoint, limits, time, onNotification);
        }
        catch (OperationCanceledException tooLate) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OvsdbLost($"'{endpoint}' does not answer within {limits.ConnectWait.TotalSeconds:0.#} s.", tooLate);
        }
    }

    /// <summary>Asks, and reads the answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Writes the content of the list of parameters.</param>
    /// <param name="read">Reads the result, before anything that came after it is looked at.</param>
    /// <param name="cancellationToken">Gives up waiting; the server is asked to give up as well.</param>
    /// <exception cref="OvsdbFault">The server refuses.</exception>
    /// <exception cref="OvsdbLost">There is no answer.</exception>
    public async Task<T> CallAsync<T>(
        string method, Action<Utf8JsonWriter> parameters, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        long id = Interlocked.Increment(ref _lastId);
        try
        {
            var answer = new PendingCall<T>(read);
            _pending[id] = answer;
            if (Why is { } ended)
            {
                throw Lost(ended, wasSent: false);
            }

            await SendAsync(Message(method, id, parameters));

            return await answer.Task.WaitAsync(_limits.AnswerWait, _time, cancellationToken);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            _pending.TryRemove(id, out _);
            await TryCancelAsync(id);
            if (gaveUp is TimeoutException)
            {
                throw new OvsdbLost(
                    $"'{_endpoint}' does not answer '{method}' within {_limits.AnswerWait.TotalSeconds:0.#} s.", gaveUp)
                {
                    IsOutcomeUnknown = true,
                };
            }

            throw;
        }
        finally
        {
            _pending.TryRemove(id, out _);
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        OvsdbException why;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var watching = WatchAsync(ended.Token);
        try
        {
            await ReadAsync();
            why = new OvsdbLost($"'{_endpoint}' closed the connection.");
        }
        catch (OperationCanceledException)
        {
            why = Why ?? new OvsdbLost($"The connection to '{_endpoint}' is closed.");
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            why = Why ?? new OvsdbLost($"The connection to '{_endpoint}' broke: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is OvsdbException or InvalidOperationException)
        {
            // An invalid operation is a text that is no Unicode.
            why = (OvsdbException?)(failure as OvsdbLost)
                ?? new OvsdbMalformed($"'{_endpoint}' sends what cannot be read. {failure.Message}", failure);
        }

        Volatile.Write(ref _why, why);
        await ended.CancelAsync();
        await watching;
        await _stream.DisposeAsync();
        foreach (var call in _pending.Values)
        {
            call.Fail(Lost(why, wasSent: true));
        }
    }

    private async Task ReadAsync()
    {
        var cutter = new MessageCutter(_limits.LongestMessage);
        while (true)
        {
            int count = await _stream.ReadAsync(cutter.Space(), _stop.Token);
            if (count == 0)
            {
                return;
            }

            Interlocked.Increment(ref _heard);
            cutter.Received(count);
            while (cutter.TryCut(out var message))
            {
                await TakeAsync(message);
            }
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message)
    {
        using var document = Parse(message);
        var root = document.RootElement;
        bool hasId = root.TryGetProperty("id", out var id) && id.ValueKind != JsonValueKind.Null;
        if (root.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String)
        {
            root.TryGetProperty("params", out var parameters);
            if (method.ValueEquals("echo") && hasId)
            {
                await SendAsync(EchoAnswer(id, parameters));
            }
            else if (!hasId)
            {
                _onNotification(method.GetString()!, parameters);
            }
        }
        else if (hasId && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out long number) &&
            _pending.TryRemove(number, out var call))
        {
            Answer(call, root);
        }
    }

    private void Answer(PendingCall call, JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            call.Fail(Fault(error, _endpoint.Text));
        }
        else if (root.TryGetProperty("result", out var result))
        {
            call.Answer(result);
        }
        else
        {
            var malformed = new OvsdbMalformed("An answer has neither result nor error.");
            call.Fail(malformed);
            throw malformed;
        }
    }

    /// <summary>Reads an error as the protocol writes it, or as a bare text.</summary>
    public static OvsdbFault Fault(JsonElement error, string peer)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new OvsdbFault(
                error.ValueKind == JsonValueKind.String ? error.GetString()! : OvsdbJson.Found(error), details: "", peer);
        }

        string Text(string name) =>
            error.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

        return new OvsdbFault(Text("error") is { Length: > 0 } word ? word : OvsdbJson.Found(error), Text("details"), peer);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonDocument.Parse(message);
        }
        catch (JsonException noJson)
        {
            throw new OvsdbMalformed($"A message is no JSON: {noJson.Message}", noJson);
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
                    Volatile.Write(ref _why, new OvsdbLost(
                        $"'{_endpoint}' is silent for {2 * _limits.Inactivity.TotalSeconds:0.#} s and does not answer an echo."));
                    await _stream.DisposeAsync();
                    return;
                }

                isAsked = isSilent;
                heardBefore = heard;
                if (isSilent)
                {
                    await SendAsync(Message("echo", id: -1, _ => { }));
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or OvsdbException)
        {
            // Whoever reads sees it as well.
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        using var late = new CancellationTokenSource(_limits.AnswerWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, late.Token);
        try
        {
            await _writing.WaitAsync(either.Token);
            try
            {
                await _stream.WriteAsync(message, either.Token);
                await _stream.FlushAsync(either.Token);
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                // Whole or not at all: half a message would garble all that follow.
                Volatile.Write(ref _why, new OvsdbLost(
                    $"'{_endpoint}' reads nothing for {_limits.AnswerWait.TotalSeconds:0.#} s."));
                await _stream.DisposeAsync();
                throw;
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw new OvsdbLost(Why?.Message ?? $"The connection to '{_endpoint}' broke: {failure.Message}", failure)
            {
                IsOutcomeUnknown = true,
            };
        }
    }

    private async Task TryCancelAsync(long id)
    {
        try
        {
            await SendAsync(Message("cancel", id: null, writer => writer.WriteNumberValue(id)));
        }
        catch (OvsdbLost)
        {
            // There is nobody to give up.
        }
    }

    private static OvsdbLost Lost(OvsdbException why, bool wasSent) => new(why.Message, why) { IsOutcomeUnknown = wasSent };

    private static ReadOnlyMemory<byte> Message(string method, long? id, Action<Utf8JsonWriter> parameters) => Written(writer =>
    {
        writer.WriteString("method", method);
        writer.WriteStartArray("params");
        parameters(writer);
        writer.WriteEndArray();
        writer.WritePropertyName("id");
        writer.WriteRawValue(id?.ToString(CultureInfo.InvariantCulture) ?? "null");
    });

    private static ReadOnlyMemory<byte> EchoAnswer(JsonElement id, JsonElement parameters) => Written(writer =>
    {
        writer.WritePropertyName("id");
        id.WriteTo(writer);
        writer.WritePropertyName("result");
        if (parameters.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            parameters.WriteTo(writer);
        }

        writer.WriteNull("error");
    });

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        content(writer);
        writer.WriteEndObject();
        writer.Flush();

        return buffer.WrittenMemory;
    }
}
