using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vireo.Server.Tests.Notifying;

/// <summary>A server of a Debian package, run by a test on loopback.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly Process _process;

    private RealServer(Process process) => _process = process;

    /// <summary>Starts it and waits until it listens; skips the test where it is not installed.</summary>
    public static async Task<RealServer> StartAsync(string command, string package, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        RealServer server;
        try
        {
            server = new(Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start."));
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{command} is not installed: apt-get install {package}");
            throw;
        }

        server._process.ErrorDataReceived += static (_, line) =>
            TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        await UntilAsync(async () =>
        {
            Assert.False(server._process.HasExited,
                $"{command} ended with {(server._process.HasExited ? server._process.ExitCode : 0)}.");
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);

            return true;
        });

        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks again and again, a minute at most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (true)
        {
            try
            {
                if (await isDone())
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is SocketException or HttpRequestException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Not yet: {failure.Message}");
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
