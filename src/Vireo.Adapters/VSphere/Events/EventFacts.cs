using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>An event as the server tells of it (Event and what derives from it).</summary>
/// <param name="Key">Grows from event to event of one server.</param>
/// <param name="At">By the server's clock.</param>
/// <param name="Type">Such as <c>VmFailedMigrateEvent</c>; of one that has no type of its own its identifier, such as
/// <c>esx.problem.storage.connectivity.lost</c>.</param>
/// <param name="Text">What the server says of it.</param>
/// <param name="Severity">Where the server says it: <c>info</c>, <c>warning</c>, <c>error</c>.</param>
/// <param name="Machine">The machine that it is about.</param>
/// <param name="Host">The host that it is about, or on which its machine is.</param>
/// <param name="Cluster">The cluster that it is about, or in which its host is.</param>
/// <param name="AlarmTo">Of a change of an alarm the new status, such as <c>red</c>; else empty.</param>
internal sealed record EventFacts(
    long Key, DateTimeOffset At, string Type, string Text, string Severity, ManagedObject? Machine, ManagedObject? Host,
    ManagedObject? Cluster, string AlarmTo)
{
    // Names of types say what happened; those of the many that mean trouble have one of these in them.
    private static readonly string[] Trouble =
    [
        "Failed", "Failure", "Lost", "NotResponding", "Isolat", "Error", "Crashed", "NoNetworkAccess", "NotEnough", "Insufficient",
        "RestartedOnAlternateHost", "NoLongerReachable", ".problem.", "vprob.",
    ];

    private static readonly string[] Relief = ["Resolved", "Restored", "Cleared", ".clear.", "Succeeded"];

    // Who logs in and which tasks begin is told in other ways.
    private static readonly string[] Noise = ["SessionEvent", "TaskEvent", "ScheduledTask", "Login", "Logout"];

    /// <summary>Whether it says that something is wrong.</summary>
    public bool IsTrouble => AlarmTo.Length > 0 ? AlarmTo is "red" or "yellow"
        : !Relief.Any(Contains) && (Severity == "error" || Trouble.Any(Contains));

    /// <summary>Whether somebody changed how a cluster or host is set up, which the inventory does not show.</summary>
    public bool IsConfiguration => Type is "ClusterReconfiguredEvent" or "DrsEnabledEvent" or "DrsDisabledEvent" or "DasEnabledEvent"
        or "DasDisabledEvent" or "HostReconnectedEvent" or "LicenseExpiredEvent" or "ClusterOvercommittedEvent";

    /// <summary>Whether it is about sessions and tasks rather than about what they did.</summary>
    public bool IsNoise => Noise.Any(Contains);

    /// <summary>Reads it; null for what is none.</summary>
    public static EventFacts? Read(XElement element)
    {
        if (Vim.Whole(element.Child("key")) is not { } key || Vim.Instant(element.Child("createdTime")) is not { } at)
        {
            return null;
        }

        string type = element.Text("eventTypeId") is { Length: > 0 } named ? named : Vim.TypeOf(element);
        string text = element.Text("fullFormattedMessage") is { Length: > 0 } full ? full : element.Text("message");

        return new EventFacts(
            key, at, type, Shorten(text.Length > 0 ? text : type), element.Text("severity"),
            ManagedObject.Read(element.Child("vm").Child("vm")), ManagedObject.Read(element.Child("host").Child("host")),
            ManagedObject.Read(element.Child("computeResource").Child("computeResource")),
            type == "AlarmStatusChangedEvent" ? element.Text("to") : "");
    }

    private bool Contains(string word) => Type.Contains(word, StringComparison.Ordinal);

    // What comes from outside is bounded.
    private static string Shorten(string text)
    {
        const int Most = 1_000;
        string line = text.ReplaceLineEndings(" ").Trim();

        return line.Length <= Most ? line : line[..Most] + "…";
    }
}
