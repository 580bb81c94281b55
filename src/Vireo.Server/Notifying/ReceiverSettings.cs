using System.Collections.Immutable;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying;

/// <summary>Somebody who is told.</summary>
public sealed record ReceiverSettings
{
    /// <summary>Unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>How.</summary>
    public ReceiverType Type { get; init; }

    /// <summary>Where to; the usual address of PagerDuty when left out there.</summary>
    public string? Url { get; init; }

    /// <summary>A file with the address, where that is a secret; read anew for each message.</summary>
    public string? UrlFile { get; init; }

    /// <summary>A file with a token that is sent as <c>Authorization: Bearer</c>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A file with PagerDuty's integration key.</summary>
    public string? RoutingKeyFile { get; init; }

    /// <summary>Addresses of people.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>The sender's address.</summary>
    public string? From { get; init; }

    /// <summary>The mail server, <c>host:port</c>.</summary>
    public string? Server { get; init; }

    /// <summary>Who signs in at the mail server; nobody when left out.</summary>
    public string? User { get; init; }

    /// <summary>A file with the password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether the connection to the mail server is encrypted (STARTTLS).</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Whether it is told that something is over.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>How long one message may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What decides when it is told what.</summary>
    public ReceiverTraits Traits => new(
        Name, SendResolved || Type == ReceiverType.Alertmanager, Type == ReceiverType.Alertmanager,
        Type == ReceiverType.PagerDuty);
}
