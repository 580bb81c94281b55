using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection.Notifying;

/// <summary>One message to one receiver.</summary>
/// <param name="Receiver">Who gets it.</param>
/// <param name="Key">The same when the message has to be sent again, and of no other: receivers may drop what they have
/// seen.</param>
/// <param name="Groups">What it is about; several when much is told at once.</param>
public sealed record Notification(string Receiver, string Key, ImmutableArray<NotifiedGroup> Groups)
{
    /// <summary>What is wrong.</summary>
    public IEnumerable<NotifiedIncident> Firing => Groups.SelectMany(group => group.Firing);

    /// <summary>What is over.</summary>
    public IEnumerable<NotifiedIncident> Resolved => Groups.SelectMany(group => group.Resolved);

    /// <summary>Whether nothing of it is wrong any more.</summary>
    public bool IsOver => !Firing.Any();

    /// <summary>As urgent as the worst of it.</summary>
    public Severity Severity => Firing.Concat(Resolved).Max(incident => incident.Severity);
}
