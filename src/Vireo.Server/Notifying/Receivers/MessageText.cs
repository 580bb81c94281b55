using System.Text;
using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>A message in words, the same for everyone who reads them.</summary>
internal static class MessageText
{
    private const int MostListed = 20;

    /// <summary>One line: how many, how urgent, and the first of them.</summary>
    public static string Subject(Notification notification)
    {
        int firing = notification.Firing.Count();
        int resolved = notification.Resolved.Count();
        string title = notification.Firing.Concat(notification.Resolved).First().Title;
        string more = firing + resolved > 1 ? $" (and {firing + resolved - 1} more)" : "";

        return notification.IsOver ? $"[over] {title}{more}"
            : $"[{Word(notification.Severity)}: {firing}] {title}{more}";
    }

    /// <summary>All of it, a line or two each, bounded.</summary>
    public static string Body(Notification notification)
    {
        var text = new StringBuilder();
        Add(text, "Wrong now", [.. notification.Firing]);
        Add(text, "Over", [.. notification.Resolved]);

        return text.ToString().TrimEnd();
    }

    /// <summary>As people write it.</summary>
    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static void Add(StringBuilder text, string heading, NotifiedIncident[] incidents)
    {
        if (incidents.Length == 0)
        {
            return;
        }

        text.Append(heading).Append(":\n");
        foreach (var incident in incidents.Take(MostListed))
        {
            string rule = incident.Labels["alertname"];
            text.Append($"- {Word(incident.Severity)} {rule} in {incident.Cluster}: {incident.Title}\n");
            if (incident.ResolvedAt is null)
            {
                text.Append($"  {incident.Evidence}\n");
                AddLine(text, "Probable cause: ", incident.Cause);
                AddLine(text, "What follows from it: ", incident.Consequences > 0
                    ? $"{incident.Consequences} incidents" : "");
            }
            else if (incident.Told is null)
            {
                text.Append("  It began and ended while this could not be told.\n");
            }

            text.Append($"  Since {incident.OpenedAt:yyyy-MM-dd HH:mm} UTC. {incident.Id}\n");
        }

        if (incidents.Length > MostListed)
        {
            text.Append($"- and {incidents.Length - MostListed} more.\n");
        }
    }

    private static void AddLine(StringBuilder text, string what, string value)
    {
        if (value.Length > 0)
        {
            text.Append($"  {what}{value}\n");
        }
    }
}
