using System.Net.Sockets;

namespace Vireo.Adapters.Libvirt;

/// <summary>Another way to a host than its libvirt: a TCP port that answers as long as the host lives, such as that of
/// ssh. It is tried only while libvirt is silent.</summary>
/// <param name="address">Host and port.</param>
/// <param name="time">The clock.</param>
/// <param name="connect">Connects, or throws; ends by its token.</param>
internal sealed class SecondPath(string address, TimeProvider time, Func<string, CancellationToken, Task> connect)
{
    /// <summary>So many attempts in a row have to fail before a way counts as silent (S26).</summary>
    public const int LeastAttempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Hosts are read for several reasons, at once at times: that makes no more attempts of it, and holds up few reads.
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private DateTimeOffset _notBefore;
    private int _failures;

    /// <summary>A real one.</summary>
    public SecondPath(string address, TimeProvider time)
        : this(address, time, ConnectAsync)
    {
    }

    /// <summary>What is asked.</summary>
    public string Address => address;

    /// <summary>The first of the failed attempts in a row; null while there were too few of them.</summary>
    public DateTimeOffset? SilentSince
    {
        get
        {
            lock (_gate)
            {
                return _failures >= LeastAttempts ? _since : null;
            }
        }
    }

    /// <summary>Why an address cannot be used; null when it can.</summary>
    public static string? WhyNot(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int colon = address.LastIndexOf(':');

        return colon > 0 && ushort.TryParse(address.AsSpan(colon + 1), out ushort port) && port > 0
            ? null
            : $"'{address}' is no host and port, such as 10.0.0.11:22.";
    }

    /// <summary>Tries it, unless it was just tried. A refused connection is an answer, too: something lives that
    /// refuses.</summary>
    /// <returns>Whether it answers after it was silent.</returns>
    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        if (!IsDue())
        {
            return false;
        }

        bool wasSilent = SilentSince is not null;

        bool answers = false;
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await connect(address, both.Token);
            answers = true;
        }
        catch (SocketException failure)
        {
            answers = failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It took too long.
        }

        Note(answers);

        return answers && wasSilent;
    }

    /// <summary>Forgets what was: the host answers.</summary>
    public void Reset() => Note(answers: true);

    private bool IsDue()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            bool isDue = now >= _notBefore;
            _notBefore = isDue ? now + BetweenAttempts : _notBefore;

            return isDue;
        }
    }

    private void Note(bool answers)
    {
        lock (_gate)
        {
            _failures = answers ? 0 : _failures + 1;
            _since = answers ? null : _since ?? time.GetUtcNow();
        }
    }

    private static async Task ConnectAsync(string address, CancellationToken cancellationToken)
    {
        int colon = address.LastIndexOf(':');
        using var client = new TcpClient();
        await client.ConnectAsync(
            address[..colon].Trim('[', ']'),
            int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
    }
}
