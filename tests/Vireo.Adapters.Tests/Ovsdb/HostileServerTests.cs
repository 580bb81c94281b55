using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Ovsdb;

namespace Vireo.Adapters.Tests.Ovsdb;

/// <summary>What no server should send, and servers that say nothing.</summary>
public sealed class HostileServerTests : IDisposable
{
    private const string Schema = """
        {"name":"D","version":"1.0.0","tables":{"T":{"columns":{
          "name":{"type":"string"},"size":{"type":"integer"},"ratio":{"type":"real"},"on":{"type":"boolean"},
          "peers":{"type":{"key":{"type":"uuid","refTable":"T"},"min":0,"max":"unlimited"}},
          "tags":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}}}}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-hostile-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("no object", "[1,2]", "expected a JSON object")]
    [InlineData("other protocol", "HTTP/1.1 400 Bad Request\r\n\r\n", "expected a JSON object")]
    [InlineData("no JSON", "{\"id\":1,}", "no JSON")]
    [InlineData("neither result nor error", "{\"id\":1}", "neither result nor error")]
    [InlineData("no schema", "{\"id\":1,\"result\":{\"name\":7},\"error\":null}", "expected 'name'")]
    [InlineData("closed", "", "closed the connection")]
    [InlineData("cut off", "{\"id\":1,\"resu", "closed the connection")]
    public async Task What_cannot_be_read_ends_the_connection_and_names_the_peer(string kind, string answer, string expected)
    {
        await using var connection = await OpenAsync(TimeProvider.System, async socket =>
        {
            await socket.ReceiveAsync(new byte[1000]);
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer));
            socket.Shutdown(SocketShutdown.Both);
        });

        var failure = await Assert.ThrowsAnyAsync<OvsdbException>(() => connection.CallAsync(
            "get_schema", _ => { }, OvsdbSchema.Read, Token));
        await connection.Ended;

        Assert.Contains(expected, $"{failure.Message} {connection.Why!.Message}", StringComparison.OrdinalIgnoreCase);
        Assert.True(connection.Why!.Message.Contains("server.sock", StringComparison.Ordinal), kind);
    }

    [Fact]
    public async Task A_message_without_end_is_not_kept()
    {
        await using var connection = await OpenAsync(TimeProvider.System, async socket =>
        {
            byte[] text = Encoding.UTF8.GetBytes("{\"id\":\"" + new string('x', 3_000_000));
            for (int sent = 0; sent < text.Length;)
            {
                sent += await socket.SendAsync(text.AsMemory(sent));
            }
        });

        await connection.Ended;

        Assert.Contains("longer than 1048576 bytes", connection.Why!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_asked_for_an_echo_and_then_lost()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource<string>();
        await using var connection = await OpenAsync(time, async socket =>
        {
            byte[] buffer = new byte[1000];
            int count = await socket.ReceiveAsync(buffer);
            asked.TrySetResult(Encoding.UTF8.GetString(buffer, 0, count));
            await socket.ReceiveAsync(buffer);
        });

        while (!connection.Ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        string question = await asked.Task;

        Assert.Contains("\"echo\"", question, StringComparison.Ordinal);
        Assert.Contains("does not answer an echo", connection.Why!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_reads_nothing_is_lost_and_nobody_waits_for_ever()
    {
        var time = new FakeTimeProvider();
        var over = new TaskCompletionSource();
        await using var connection = await OpenAsync(time, _ => over.Task);
        var call = connection.CallAsync("transact", writer => writer.WriteStringValue(new string('x', 8_000_000)), _ => true, Token);
        var next = connection.CallAsync("get_schema", _ => { }, _ => true, Token);

        while (!connection.Ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<OvsdbLost>(() => call);
        await Assert.ThrowsAsync<OvsdbLost>(() => next);
        over.SetResult();

        Assert.True(failure.IsOutcomeUnknown);
        Assert.Contains("server.sock", connection.Why!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_the_same_however_the_stream_is_cut() =>
        Gen.Select(Gen.OneOf("{}", "{\"a\":{\"b\":\"}{\\\"\"}}", " \n{\"\\\\\":[{}]}", "{\"s\":\"\\\\\\\"{\"}").Array[1, 8], Gen.Int[1, 9].Array[1, 200])
            .Sample((messages, steps) =>
            {
                byte[] stream = Encoding.UTF8.GetBytes(string.Concat(messages));
                var cutter = new MessageCutter(1_000_000);
                var found = new List<string>();
                for (int at = 0, step = 0; at < stream.Length; step++)
                {
                    int count = Math.Min(steps[step % steps.Length], stream.Length - at);
                    stream.AsSpan(at, count).CopyTo(cutter.Space().Span);
                    cutter.Received(count);
                    at += count;
                    while (cutter.TryCut(out var message))
                    {
                        found.Add(Encoding.UTF8.GetString(message.Span));
                    }
                }

                return found.SequenceEqual(messages.Select(message => message.Trim()));
            });

    [Fact]
    public void Tables_of_any_content_are_read_or_refused_and_never_crash()
    {
        using var document = JsonDocument.Parse(Schema);
        var schema = OvsdbSchema.Read(document.RootElement);
        var reader = new TableReader(schema, [new OvsdbTable("T")]);
        Gen.Select(Shape(4), Gen.Bool).Sample((text, isSecond) =>
        {
            using var json = JsonDocument.Parse(text);
            try
            {
                var all = isSecond
                    ? reader.ApplySecond(OvsdbSnapshot.Nothing, json.RootElement) : reader.ApplyFirst(OvsdbSnapshot.Nothing, json.RootElement);
                Assert.True(all.Version == 1);
            }
            catch (OvsdbMalformed refused)
            {
                Assert.True(refused.Message.Length < 300);
            }
        }, iter: 5_000);
    }

    // Texts near to what the protocol has: its words and row identifiers at any place.
    private static Gen<string> Shape(int depth)
    {
        var word = Gen.OneOf(
            "T", "name", "size", "ratio", "on", "peers", "tags", "new", "old", "initial", "insert", "modify", "delete", "uuid", "set",
            "map", "3f0e9a3c-55a6-4f5e-9a0f-0f3a7c1e2d4b");
        var leaf = Gen.OneOf(word.Select(text => $"\"{text}\""), Gen.OneOf("1", "1.5", "1e999", "true", "null", "\"\\ud800\"", "-0"));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Shape(depth - 1);

        return Gen.OneOf(
            Gen.Select(word, inner).Array[0, 3].Select(pairs => $"{{{string.Join(',', pairs.Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}"),
            inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            inner.Select(value => "{\"T\":{\"3f0e9a3c-55a6-4f5e-9a0f-0f3a7c1e2d4b\":{\"initial\":{\"tags\":" + value + ",\"name\":" + value + "}}}}"),
            leaf);
    }

    private async Task<OvsdbConnection> OpenAsync(TimeProvider time, Func<Socket, Task> serve)
    {
        string path = Path.Combine(_folder.FullName, "server.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _ = ServeAsync(listener, serve);

        return await OvsdbConnection.OpenAsync(
            OvsdbEndpoint.Parse($"unix:{path}"), tls: null, new OvsdbLimits { LongestMessage = 1 << 20 }, time, (_, _) => { }, Token);
    }

    private static async Task ServeAsync(Socket listener, Func<Socket, Task> serve)
    {
        try
        {
            using var client = await listener.AcceptAsync(Token);
            await serve(client);
        }
        catch (SocketException)
        {
            // The client has gone, as it should.
        }
        finally
        {
            listener.Dispose();
        }
    }
}
