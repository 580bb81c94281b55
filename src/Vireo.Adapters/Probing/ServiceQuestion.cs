using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Vireo.Adapters.Probing;

/// <summary>Asks a service once, over a connection of its own: what is kept open would hide that no new one can be
/// made.</summary>
internal static class ServiceQuestion
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Asks what a probe asks.</summary>
    public static Task<ServiceAnswer> AskAsync(
        Probe probe, string address, TimeProvider time, CancellationToken cancellationToken) => probe.Kind switch
        {
            ProbeKind.Http => HttpAsync(address, probe.Port, probe.Path, probe.Within, time, cancellationToken),
            ProbeKind.Tcp => TcpAsync(address, probe.Port, probe.Within, time, cancellationToken),
            _ => IcmpAsync(address, probe.Within, time, cancellationToken),
        };

    /// <summary>Whether a port accepts connections.</summary>
    public static Task<ServiceAnswer> TcpAsync(
        string address, int port, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) => AskAsync(
        async token =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, port, token);

            return "";
        },
        patience, time, cancellationToken);

    /// <summary>Whether a path answers with a status below 400.</summary>
    public static Task<ServiceAnswer> HttpAsync(
        string address, int port, string path, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) => AskAsync(
        async token =>
        {
            string host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{host}:{port}{path}"));
            using var response = await Http.SendAsync(request, token);

            return (int)response.StatusCode < 400 ? "" : $"status {(int)response.StatusCode}";
        },
        patience, time, cancellationToken);

    /// <summary>Whether an echo request comes back.</summary>
    public static Task<ServiceAnswer> IcmpAsync(
        string address, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) => AskAsync(
        async token =>
        {
            using var ping = new Ping();
            var reply = await ping.SendPingAsync(address, patience, cancellationToken: token);

            return reply.Status == IPStatus.Success ? "" : $"ICMP: {reply.Status}";
        },
        patience, time, cancellationToken);

    private static async Task<ServiceAnswer> AskAsync(
        Func<CancellationToken, Task<string>> ask, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        string problem;
        try
        {
            problem = await ask(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problem = $"no answer within {patience.TotalSeconds:0.#} s";
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or PingException)
        {
            problem = failure.InnerException?.Message ?? failure.Message;
        }

        return new ServiceAnswer(problem, time.GetElapsedTime(began));
    }
}
