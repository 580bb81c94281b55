using System.Net.Mail;
using Vireo.Server.Configuration.Forms;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Receiver</c>: somebody who is told when something is wrong.</summary>
internal static class ReceiverDocument
{
    private static readonly ChoiceForm<ReceiverType> Type = new(
    [
        ("email", ReceiverType.Email),
        ("webhook", ReceiverType.Webhook),
        ("slack", ReceiverType.Slack),
        ("teams", ReceiverType.Teams),
        ("pagerduty", ReceiverType.PagerDuty),
        ("alertmanager", ReceiverType.Alertmanager),
    ]);

    private static readonly TextForm Path = new("the path of a file, relative to this one");
    private static readonly TextForm Address = new("an address");

    public static MappingForm<ReceiverSettings> Form { get; } =
        new MappingForm<ReceiverSettings>("Receiver", new ReceiverSettings())
            .Required("name", "Names the receiver in routes.", Values.Name,
                receiver => receiver.Name, (receiver, name) => receiver with { Name = name })
            .Required("type", "How it is told.", Type, receiver => receiver.Type,
                (receiver, type) => receiver with { Type = type })
            .Key("url", "Where to post; for an Alertmanager its base address.",
                new TextForm("an http or https address"),
                receiver => receiver.Url, (receiver, url) => receiver with { Url = url })
            .Key("urlFile", "A file with the address, where that is a secret.", Path,
                receiver => receiver.UrlFile, (receiver, path) => receiver with { UrlFile = path })
            .Key("tokenFile", "A file with a token for 'Authorization: Bearer'.", Path,
                receiver => receiver.TokenFile, (receiver, path) => receiver with { TokenFile = path })
            .Key("routingKeyFile", "A file with PagerDuty's integration key.", Path,
                receiver => receiver.RoutingKeyFile, (receiver, path) => receiver with { RoutingKeyFile = path })
            .Key("to", "Who gets the mail.", new ListForm<string>(Address, address => address),
                receiver => receiver.To, (receiver, to) => receiver with { To = to })
            .Key("from", "The sender of the mail.", Address, receiver => receiver.From,
                (receiver, from) => receiver with { From = from })
            .Key("server", "The mail server.", new TextForm("host:port"),
                receiver => receiver.Server, (receiver, server) => receiver with { Server = server })
            .Key("user", "Who signs in at the mail server.", new TextForm("a user"),
                receiver => receiver.User, (receiver, user) => receiver with { User = user })
            .Key("passwordFile", "A file with the password.", Path,
                receiver => receiver.PasswordFile, (receiver, path) => receiver with { PasswordFile = path })
            .Key("startTls", "Whether the connection to the mail server is encrypted.", Values.Flag,
                receiver => receiver.StartTls, (receiver, value) => receiver with { StartTls = value })
            .Key("sendResolved", "Whether it is told that something is over.", Values.Flag,
                receiver => receiver.SendResolved, (receiver, value) => receiver with { SendResolved = value })
            .Key("deadline", "How long one message may take.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
                receiver => receiver.Deadline, (receiver, value) => receiver with { Deadline = value })
            .Check("type", WhatIsMissing)
            .Check("url", receiver => receiver.Url is { } url && !IsWeb(url)
                ? $"'{url}' is no http or https address."
                : null)
            .Check("to", receiver => receiver.To.Append(receiver.From ?? "a@b")
                .FirstOrDefault(one => !MailAddress.TryCreate(one, out _)) is { } wrong
                ? $"'{wrong}' is no address such as ops@example.org."
                : null);

    private static string? WhatIsMissing(ReceiverSettings receiver) => receiver.Type switch
    {
        ReceiverType.Email when receiver.To.IsEmpty || receiver.From is null || receiver.Server is null =>
            "A receiver of type email needs 'to', 'from' and 'server'.",
        ReceiverType.Email when (receiver.User is null) != (receiver.PasswordFile is null) =>
            "'user' and 'passwordFile' belong together.",
        ReceiverType.Email when receiver.User is not null && !receiver.StartTls =>
            "A password is not sent in the clear: leave 'startTls' on, or 'user' out.",
        ReceiverType.PagerDuty when receiver.RoutingKeyFile is null =>
            "A receiver of type pagerduty needs 'routingKeyFile'.",
        ReceiverType.Email or ReceiverType.PagerDuty => null,
        _ when (receiver.Url is null) == (receiver.UrlFile is null) =>
            "A receiver of this type needs 'url' or 'urlFile', not both.",
        _ => null,
    };

    private static bool IsWeb(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0;
}
