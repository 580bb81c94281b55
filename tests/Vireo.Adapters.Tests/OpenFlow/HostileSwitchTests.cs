using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.OpenFlow;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>What no switch should send.</summary>
public sealed class HostileSwitchTests : IDisposable
{
    private const int Messages = 1_000_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-openflow-");
    private readonly ConcurrentQueue<string> _told = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(_folder.FullName, "c.sock");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_million_damaged_messages_are_read_or_refused_in_bounded_memory()
    {
        var random = new Random(5);
        byte[][] whole = [.. Enumerable.Range(0, 40).SelectMany(_ => SwitchMessages.Generate(random)), .. Flows()];
        int refused = 0;
        long most = 0;
        for (int i = 0; i < Messages; i++)
        {
            byte[] message = Damage(whole[random.Next(whole.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(message);
            }
            catch (OpenFlowMalformed)
            {
                refused++;
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(refused, Messages / 10, Messages);
        Assert.InRange(most, 0, 1 << 20);
    }

    [Theory]
    [InlineData("another protocol", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "cannot be read")]
    [InlineData("shorter than its header", "\u0004\u0000\u0000\u0003\u0000\u0000\u0000\u0001", "less than its header")]
    [InlineData("an old version", "\u0001\u0000\u0000\u0008\u0000\u0000\u0000\u0001", "speaks no OpenFlow 1.3")]
    [InlineData("nothing", "", "closed the connection.")]
    [InlineData("cut off", "\u0004\u0000\u0000\u0010\u0000\u0000\u0000\u0001\u0000", "closed the connection within a message, after 9 bytes")]
    [InlineData("a few bytes", "hello", "closed the connection within a message, after 5 bytes")]
    public async Task Whoever_is_no_switch_is_dropped_and_named(string kind, string text, string expected)
    {
        await using var controller = Controller();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Place), Token);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(text), Token);
        socket.Shutdown(SocketShutdown.Send);

        // Until it is closed by the controller.
        byte[] buffer = new byte[1000];
        while (await ReceiveAsync(socket, buffer) > 0)
        {
        }

        await controller.DisposeAsync();

        Assert.True(_told.Any(line => line.Contains($"{Place}#1", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal)),
            $"{kind}: {string.Join(" | ", _told)}");
    }

    [Fact]
    public async Task A_controller_full_of_hostile_switches_still_serves_a_good_one()
    {
        await using var controller = Controller();
        var random = new Random(6);
        byte[][] whole = [.. SwitchMessages.Generate(random), .. Flows()];
        for (int i = 0; i < 300; i++)
        {
            await using var hostile = new SimulatedSwitch((ulong)(100 + i), ports: 2)
            {
                Instead = (type, xid) => type is 5 or 2 ? null : Damage(whole[random.Next(whole.Length)], random),
            };
            await hostile.ConnectAsync(Place);
            for (int j = 0; j < 20; j++)
            {
                hostile.Send(Damage(whole[random.Next(whole.Length)], random));
            }
        }

        await using var good = new SimulatedSwitch(1, ports: 4);
        await good.ConnectAsync(Place);
        await controller.SettleAsync([1], Token);

        Assert.True(controller.Switches.Single(one => one.Datapath == "0000000000000001").Standing!.IsAsDeclared);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_kept()
    {
        await using var controller = Controller(new OpenFlowLimits { LongestAnswer = 1_000_000 });
        byte[] port = new byte[64];
        await using var endless = new SimulatedSwitch(9, ports: 2);
        endless.Instead = (type, xid) =>
        {
            if (type != 18)
            {
                return null;
            }

            byte[] part = SwitchMessages.Parts(xid, 13, writer =>
            {
                for (int i = 0; i < 900; i++)
                {
                    writer.Bytes(port);
                }
            }, isLast: false);
            for (int i = 0; i < 18; i++)
            {
                endless.Send(part);
            }

            return part;
        };
        await endless.ConnectAsync(Place);
        await endless.Ended;
        await controller.DisposeAsync();

        Assert.Contains(_told, line => line.Contains("0000000000000009", StringComparison.Ordinal) &&
            line.Contains("longer than 1000000 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_switch_that_falls_silent_is_asked_and_then_lost()
    {
        var time = new FakeTimeProvider();
        await using var controller = Controller(new OpenFlowLimits(), time);
        bool isSilent = false;
        await using var silent = new SimulatedSwitch(7, ports: 2) { Instead = (type, _) => isSilent ? [] : null };
        await silent.ConnectAsync(Place);
        await controller.SettleAsync([7], Token);
        isSilent = true;
        while (!silent.Ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await controller.WhenAsync(() => controller.Switches.IsEmpty, Token);
        await controller.DisposeAsync();

        Assert.Contains(_told, line => line.Contains("does not answer an echo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_switch_that_answers_echoes_but_no_requests_is_named_and_let_go()
    {
        var time = new FakeTimeProvider();
        await using var controller = Controller(new OpenFlowLimits { Inactivity = TimeSpan.FromDays(40) }, time);
        bool isStuck = false;
        await using var stuck = new SimulatedSwitch(7, ports: 2) { Instead = (type, _) => isStuck && type != 2 ? [] : null };
        await stuck.ConnectAsync(Place);
        await controller.SettleAsync([7], Token);
        isStuck = true;
        while (!stuck.Ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        await controller.WhenAsync(() => controller.Switches.IsEmpty, Token);
        await controller.DisposeAsync();

        Assert.Contains(_told, line => line.Contains("does not answer RoleRequest within 30 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_switch_that_connects_anew_takes_the_place_of_its_old_connection()
    {
        await using var controller = Controller();
        await using var old = new SimulatedSwitch(7, ports: 2);
        await old.ConnectAsync(Place);
        await controller.SettleAsync([7], Token);
        await using var anew = new SimulatedSwitch(7, ports: 3);
        await anew.ConnectAsync(Place);
        await old.Ended;
        await controller.WhenAsync(() => controller.Switches is [{ Ports: 3, Standing: not null }], Token);
        await controller.DisposeAsync();

        Assert.Contains(_told, line => line.Contains("has connected anew", StringComparison.Ordinal));
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, Token);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static IEnumerable<byte[]> Flows() => CodecTests.Generate(GeneratedFlows.Flow, 200, seed: 8).Select(one => SwitchMessages.FlowReply(
        7, Vireo.Adapters.OpenFlow.Text.FlowText.Parse($"table={one.Table},priority={one.Priority},{one.Match} actions={one.Actions}"), 1, 1));

    // Bits are turned, lengths are altered, and the end is cut off; the header's length tells the truth, as after cutting.
    private static byte[] Damage(byte[] message, Random random)
    {
        byte[] damaged = random.Next(4) == 0 ? message[..random.Next(OpenFlowHeader.Size, message.Length + 1)] : [.. message];
        for (int count = random.Next(4); count > 0 && damaged.Length > OpenFlowHeader.Size; count--)
        {
            int at = random.Next(OpenFlowHeader.Size, damaged.Length);
            damaged[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 0xff, _ => (byte)(damaged[at] ^ (1 << random.Next(8))) };
        }

        damaged[2] = (byte)(damaged.Length >> 8);
        damaged[3] = (byte)damaged.Length;

        return damaged;
    }

    private static void ReadAll(byte[] message)
    {
        if (MessageReader.Read(message) is not MultipartReply part)
        {
            return;
        }

        var reader = new WireReader(part.Body.Span);
        while (reader.Left > 0)
        {
            object? entry = part.Kind switch
            {
                MultipartKind.Flows => FlowStatistics.Read(ref reader).Flow.ToString(),
                MultipartKind.Aggregate => AggregateStatistics.Read(ref reader),
                MultipartKind.Tables => TableStatistics.Read(ref reader),
                MultipartKind.PortStatistics => PortStatistics.Read(ref reader),
                MultipartKind.GroupDescriptions => Vireo.Adapters.OpenFlow.Text.GroupText.Of(FlowGroup.Read(ref reader)),
                MultipartKind.MeterConfigurations => FlowMeter.Read(ref reader, out _),
                MultipartKind.Ports => SwitchPort.Read(ref reader),
                _ => SwitchDescription.Read(ref reader),
            };
            GC.KeepAlive(entry);
        }
    }

    private OpenFlowController Controller(OpenFlowLimits? limits = null, TimeProvider? time = null) => new(
        new OpenFlowSettings { Listen = $"unix:{Place}" }, time ?? TimeProvider.System, _told.Enqueue, limits ?? new OpenFlowLimits());
}
