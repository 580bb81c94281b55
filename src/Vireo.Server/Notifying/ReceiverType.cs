namespace Vireo.Server.Notifying;

/// <summary>How a receiver is told.</summary>
public enum ReceiverType
{
    /// <summary>By e-mail, through an SMTP server.</summary>
    Email,

    /// <summary>JSON as Alertmanager's webhooks send it.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack, or of what speaks like it.</summary>
    Slack,

    /// <summary>A workflow of Teams that takes adaptive cards.</summary>
    Teams,

    /// <summary>PagerDuty, events API v2.</summary>
    PagerDuty,

    /// <summary>An Alertmanager, API v2; it groups, waits and repeats by itself.</summary>
    Alertmanager,
}
