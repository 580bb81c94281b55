using Vireo.Detection.Notifying;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Brings a message to somebody.</summary>
internal interface IReceiver
{
    /// <summary>Completes when the other side said that it has the message.</summary>
    /// <exception cref="ReceiverException">It did not, or said something else.</exception>
    Task SendAsync(Notification notification, CancellationToken cancellationToken);
}
