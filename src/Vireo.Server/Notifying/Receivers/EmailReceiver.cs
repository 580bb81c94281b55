using System.Net;
using System.Net.Mail;
using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Sends mail through an SMTP server.</summary>
internal sealed class EmailReceiver(ReceiverSettings settings) : IReceiver
{
    private const int UsualPort = 25;
    private const int LongestSubject = 200;

    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        (string host, int port) = Server(settings.Server ?? "");
        using var client = new SmtpClient(host, port) { EnableSsl = settings.StartTls };
        if (settings.User is { } user)
        {
            client.Credentials = new NetworkCredential(user, Secret.Read(settings.PasswordFile ?? ""));
        }

        try
        {
            using var message = Message(notification);
            await client.SendMailAsync(message, cancellationToken);
        }
        catch (Exception failure) when (failure is SmtpException or FormatException or IOException)
        {
            throw new ReceiverException(
                $"The mail server {host}:{port} did not take it: {(failure.InnerException ?? failure).Message}",
                failure);
        }
    }

    private MailMessage Message(Notification notification)
    {
        // One line without control characters: what names machines comes from outside.
        string subject = new([.. MessageText.Subject(notification).Select(c => char.IsControl(c) ? ' ' : c)]);
        var message = new MailMessage
        {
            From = new MailAddress(settings.From ?? ""),
            Subject = subject.Length <= LongestSubject ? subject : subject[..LongestSubject],
            Body = MessageText.Body(notification),
        };
        foreach (string address in settings.To)
        {
            message.To.Add(new MailAddress(address));
        }

        // The same message has the same identifier, so that one sent twice is seen once.
        message.Headers.Add("Message-ID", $"<{notification.Key}@vireo>");
        message.Headers.Add("Auto-Submitted", "auto-generated");

        return message;
    }

    private static (string Host, int Port) Server(string address)
    {
        int at = address.LastIndexOf(':');

        return at > 0 && int.TryParse(address.AsSpan(at + 1), out int port)
            ? (address[..at], port)
            : (address, UsualPort);
    }
}
