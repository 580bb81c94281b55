using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vireo.Adapters.LoadBalancing;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.LoadBalancing;

/// <summary>A real HAProxy whose backend has no servers of its own.</summary>
public sealed class HaproxyBackendsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_go_to_who_has_joined_and_no_longer_to_who_drains()
    {
        await using var haproxy = await Proxy.StartAsync();
        await using var provider = haproxy.Provider(drainFor: TimeSpan.FromMinutes(1));
        string before = await provider.ListAsync();

        await provider.JoinAsync("web-1");
        await provider.JoinAsync("web-2");
        string joined = await provider.ListAsync();
        string[] answers = [await haproxy.AskAsync(), await haproxy.AskAsync()];
        var end = await provider.EndOfAsync(await provider.LeaveAsync("web-1"));
        string[] after = [await haproxy.AskAsync(), await haproxy.AskAsync()];

        Assert.Equal("", before);
        Assert.Equal("web-1 Serving, web-2 Serving", joined);
        Assert.Equal(["web-1", "web-2"], answers.Order());
        Assert.Equal(ActionPhase.Succeeded, end.Phase);
        Assert.Equal(["web-2", "web-2"], after);
        Assert.Equal("web-2 Serving", await provider.ListAsync());
    }

    [Fact]
    public async Task An_open_connection_is_waited_for_and_cut_when_the_time_is_over()
    {
        await using var haproxy = await Proxy.StartAsync();
        await using var provider = haproxy.Provider(drainFor: TimeSpan.FromSeconds(1));
        await provider.JoinAsync("web-1");
        using var client = await haproxy.ConnectAsync();

        var leaving = await provider.LeaveAsync("web-1");
        string draining = await provider.ListAsync();
        var end = await provider.EndOfAsync(leaving);

        Assert.Equal("web-1 Draining", draining);
        Assert.Contains("1 connection of 'web-1' had not ended", end.Detail, StringComparison.Ordinal);
        Assert.Equal("", await provider.ListAsync());
        await provider.JoinAsync("web-1", "-again");
        Assert.Equal("web-1 Serving", await provider.ListAsync());
    }

    [Fact]
    public async Task A_backend_that_is_not_there_is_told_in_its_words()
    {
        await using var haproxy = await Proxy.StartAsync();
        await using var provider = new LoadBalancerProvider(
            haproxy.Settings with { Backend = "nobody" }, TimeProvider.System, new Random(1));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.StartsWith("HAProxy answered to 'show stat nobody'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:80; disable frontend shop")]
    [InlineData("127.0.0.1:80\nset server web/web-2 state maint")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:99999")]
    public async Task The_name_of_a_machine_is_never_a_command(string address)
    {
        await using var haproxy = await Proxy.StartAsync();
        await using var engine = new HaproxyBackends(haproxy.Settings);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => engine.ServeAsync(
            new BackendMember(new VirtualMachineId("web-1"), "web-1", new VmGroupId("web"), address), Token));

        Assert.Contains("does not end in a port", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await engine.ListAsync(Token));
    }

    private sealed class Proxy : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-haproxy-");
        private readonly List<(TcpListener Listener, Task Serving)> _machines = [];
        private readonly CancellationTokenSource _end = new();
        private readonly int _port = FreePort();
        private Process? _process;

        public BackendPoolSettings Settings => new()
        {
            Name = "shop",
            Type = BackendPoolType.Haproxy,
            Socket = Path.Combine(_folder.FullName, "admin.sock"),
            Backend = "web",
            Address = "{name}",
        };

        public static async Task<Proxy> StartAsync()
        {
            Assert.SkipUnless(File.Exists("/usr/sbin/haproxy"), "There is no HAProxy: Debian's haproxy.");
            var proxy = new Proxy();
            proxy.Serve("web-1");
            proxy.Serve("web-2");
            string file = Path.Combine(proxy._folder.FullName, "haproxy.cfg");
            await File.WriteAllTextAsync(
                file,
                $"""
                global
                  stats socket {proxy.Settings.Socket} level admin
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1m
                  timeout server 1m
                frontend shop
                  bind 127.0.0.1:{proxy._port}
                  default_backend web
                backend web
                  balance roundrobin

                """,
                Token);
            proxy._process = Process.Start(new ProcessStartInfo("/usr/sbin/haproxy", ["-db", "-f", file])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
            await proxy.WaitAsync();

            return proxy;
        }

        // The name is no address; each machine serves on a port of its own.
        public LoadBalancerProvider Provider(TimeSpan drainFor) => new(
            Settings with { DrainFor = drainFor, Address = "127.0.0.{machine}" },
            new ByPort(new HaproxyBackends(Settings), machine => PortOf(machine)), TimeProvider.System);

        public async Task<string> AskAsync()
        {
            using var client = await ConnectAsync();
            using var reader = new StreamReader(client.GetStream());

            return await reader.ReadLineAsync(Token) ?? "";
        }

        public async Task<TcpClient> ConnectAsync()
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, Token);

            return client;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            if (_process is { } process)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }

            foreach (var (listener, serving) in _machines)
            {
                listener.Dispose();
                await serving;
            }

            _end.Dispose();
            _folder.Delete(recursive: true);
        }

        private int PortOf(string machine) => ((IPEndPoint)_machines[machine == "web-1" ? 0 : 1].Listener.LocalEndpoint).Port;

        private void Serve(string machine)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _machines.Add((listener, ServeAsync(listener, machine)));
        }

        // Says its name and holds the connection open until the other side ends it.
        private async Task ServeAsync(TcpListener listener, string machine)
        {
            try
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync(_end.Token);
                    await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{machine}\n"), _end.Token);
                    _ = client.GetStream().CopyToAsync(Stream.Null, _end.Token).ContinueWith(
                        _ => client.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                }
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or IOException)
            {
                // The test is over.
            }
        }

        private async Task WaitAsync()
        {
            for (int tried = 0; tried < 500; tried++)
            {
                try
                {
                    using var client = await ConnectAsync();

                    return;
                }
                catch (SocketException)
                {
                    Assert.False(_process!.HasExited, "HAProxy has ended.");
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
                }
            }

            Assert.Fail("HAProxy does not listen.");
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();

            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    /// <summary>Gives each machine the port on which it listens here.</summary>
    private sealed class ByPort(IBackendEngine engine, Func<string, int> portOf) : IBackendEngine
    {
        public Task<System.Collections.Immutable.ImmutableArray<Backend>> ListAsync(CancellationToken cancellationToken) =>
            engine.ListAsync(cancellationToken);

        public Task ServeAsync(BackendMember member, CancellationToken cancellationToken) => engine.ServeAsync(
            member with { Address = string.Create(CultureInfo.InvariantCulture, $"localhost:{portOf(member.Machine.Value)}") }, cancellationToken);

        public Task DrainAsync(VirtualMachineId machine, CancellationToken cancellationToken) => engine.DrainAsync(machine, cancellationToken);

        public Task RemoveAsync(VirtualMachineId machine, CancellationToken cancellationToken) => engine.RemoveAsync(machine, cancellationToken);

        public ValueTask DisposeAsync() => engine.DisposeAsync();
    }
}
