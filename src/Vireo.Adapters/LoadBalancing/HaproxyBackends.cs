using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>A backend section of HAProxy 2.6 or newer, through its runtime API at level <c>admin</c>.</summary>
/// <remarks>Servers are added and deleted while it runs, so its configuration file need not name them; it has to balance in
/// a way that allows that, such as <c>roundrobin</c>. HAProxy Management Guide, section 9.3.</remarks>
internal sealed class HaproxyBackends(BackendPoolSettings settings) : IBackendEngine
{
    private const int MostOfAnswer = 200;

    // Columns of "show stat".
    private const int NameColumn = 1;
    private const int SessionsColumn = 4;
    private const int StatusColumn = 17;

    /// <inheritdoc/>
    public async Task<ImmutableArray<Backend>> ListAsync(CancellationToken cancellationToken)
    {
        var backends = ImmutableArray.CreateBuilder<Backend>();
        foreach (string[] columns in await StatisticsAsync(cancellationToken))
        {
            // One in maintenance gets nothing and has nothing: it is no backend, though it is still named.
            if (!columns[StatusColumn].StartsWith("MAINT", StringComparison.Ordinal))
            {
                backends.Add(new Backend(
                    new VirtualMachineId(columns[NameColumn]),
                    columns[StatusColumn].StartsWith("DRAIN", StringComparison.Ordinal)
                        ? BackendState.Draining
                        : BackendState.Serving,
                    int.TryParse(columns[SessionsColumn], CultureInfo.InvariantCulture, out int open) ? open : null));
            }
        }

        return backends.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task ServeAsync(BackendMember member, CancellationToken cancellationToken)
    {
        string server = ServerOf(member.Machine);
        if (!await IsKnownAsync(member.Machine, cancellationToken))
        {
            string address = await AddressAsync(member.Address, cancellationToken);
            Require(await AskAsync($"add server {server} {address}", cancellationToken), "New server registered");
        }

        Require(await AskAsync($"set server {server} state ready", cancellationToken));
    }

    /// <inheritdoc/>
    public async Task DrainAsync(VirtualMachineId machine, CancellationToken cancellationToken)
    {
        if (await IsKnownAsync(machine, cancellationToken))
        {
            Require(await AskAsync($"set server {ServerOf(machine)} state drain", cancellationToken));
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(VirtualMachineId machine, CancellationToken cancellationToken)
    {
        if (!await IsKnownAsync(machine, cancellationToken))
        {
            return;
        }

        string server = ServerOf(machine);
        Require(await AskAsync($"set server {server} state maint", cancellationToken));
        Require(await AskAsync($"shutdown sessions server {server}", cancellationToken));

        // One that its configuration file names, or whose last connection is just closing, stays there in maintenance.
        await AskAsync($"del server {server}", cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> IsKnownAsync(VirtualMachineId machine, CancellationToken cancellationToken) =>
        (await StatisticsAsync(cancellationToken)).Exists(server => server[NameColumn] == machine.Value);

    private async Task<List<string[]>> StatisticsAsync(CancellationToken cancellationToken)
    {
        string text = await AskAsync($"show stat {settings.Backend} 4 -1", cancellationToken);
        if (!text.StartsWith("# pxname", StringComparison.Ordinal))
        {
            throw Unexpected($"show stat {settings.Backend}", text);
        }

        return
        [
            .. text.Split('\n').Skip(1).Select(line => line.Split(','))
                .Where(columns => columns.Length > StatusColumn && columns[0] == settings.Backend),
        ];
    }

    private string ServerOf(VirtualMachineId machine) =>
        machine.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':')
            ? $"{settings.Backend}/{machine.Value}"
            : throw new ProviderException(
                $"'{machine.Value}' cannot be the name of a server in HAProxy: only letters, digits and . _ - : can.",
                isTransient: false);

    // HAProxy resolves no names at run time.
    private static async Task<string> AddressAsync(string address, CancellationToken cancellationToken)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? address : address[..colon].Trim('[', ']');
        string port = colon < 0 ? "" : address[colon..];

        // It becomes part of a command.
        if (port.Length > 0 && !ushort.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new ProviderException($"'{address}' does not end in a port.", isTransient: false);
        }

        if (IPAddress.TryParse(host, out _))
        {
            return address;
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
            var first = found.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault()
                ?? throw new SocketException((int)SocketError.HostNotFound);

            return first.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{first}]{port}" : $"{first}{port}";
        }
        catch (SocketException failure)
        {
            throw new ProviderException($"The address of '{host}' is not known: {failure.Message}.", isTransient: false, failure);
        }
    }

    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(settings.Within, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var socket = await ConnectAsync(either.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\n"), either.Token);
            using var reader = new StreamReader(stream, Encoding.UTF8);

            return (await reader.ReadToEndAsync(either.Token)).Trim();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException($"HAProxy did not answer within {settings.Within.TotalSeconds:0.#} s.", isTransient: true);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            throw new ProviderException(
                $"HAProxy's runtime API at '{settings.Socket}' failed: {failure.Message}.", isTransient: true, failure);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        bool isPath = settings.Socket.StartsWith('/');
        var socket = isPath
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            int colon = settings.Socket.LastIndexOf(':');
            EndPoint there = isPath
                ? new UnixDomainSocketEndPoint(settings.Socket)
                : new DnsEndPoint(
                    settings.Socket[..colon], int.Parse(settings.Socket[(colon + 1)..], CultureInfo.InvariantCulture));
            await socket.ConnectAsync(there, cancellationToken);

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // It says nothing when it has done what it was told, except where it says so.
    private static void Require(string answer, string expected = "")
    {
        if (answer.Length > 0 && (expected.Length == 0 || !answer.Contains(expected, StringComparison.Ordinal)))
        {
            throw Unexpected("It", answer);
        }
    }

    private static ProviderException Unexpected(string command, string answer)
    {
        string words = new([.. answer.Take(MostOfAnswer).Select(letter => char.IsControl(letter) ? ' ' : letter)]);

        return new ProviderException($"HAProxy answered to '{command}': {words}", isTransient: false);
    }
}
