using System.Collections.Immutable;
using System.Net;

namespace Vireo.Adapters.Logs;

/// <summary>Where log lines come from.</summary>
/// <param name="Name">Unique among the sources.</param>
public sealed record LogFeedSettings(string Name)
{
    /// <summary>The provider whose hosts and machines write them; empty for the only one.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Files that are followed; <c>*</c> in the last part stands for any text.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>How their lines are written.</summary>
    public LogFormat Format { get; init; } = LogFormat.Syslog;

    /// <summary>Who writes <see cref="LogFormat.Plain"/> files.</summary>
    public string Writer { get; init; } = "";

    /// <summary>Whether a systemd journal is followed.</summary>
    public bool FollowsJournal { get; init; }

    /// <summary>The folder with its files; empty for the journal of this machine.</summary>
    public string JournalFolder { get; init; } = "";

    /// <summary>Whether log records are received by OTLP over HTTP, on the server's own address.</summary>
    public bool ReceivesOtlp { get; init; }

    /// <summary>Where syslog datagrams are received (RFC 5426); null for nowhere.</summary>
    public IPEndPoint? Udp { get; init; }

    /// <summary>Where syslog connections are received (RFC 6587); null for nowhere.</summary>
    public IPEndPoint? Tcp { get; init; }

    /// <summary>Where syslog connections by TLS are received (RFC 5425); null for nowhere.</summary>
    public IPEndPoint? Tls { get; init; }

    /// <summary>The certificate of the TLS address, PEM.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Its key, PEM.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Authorities whose certificates senders have to show, PEM; empty to let everybody in.</summary>
    public string SendersFile { get; init; } = "";
}
