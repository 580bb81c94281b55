using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Detection.Notifying;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.Notifying;

/// <summary>A cluster's incidents, a clock that jumps, and receivers that answer or do not.</summary>
internal sealed class NotificationStory(NotificationPolicy policy)
{
    public static readonly ClusterId Lab = new("lab");

    private readonly SortedDictionary<string, Incident> _incidents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _down = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public NotificationState State { get; private set; } = NotificationState.Empty;

    public List<(DateTimeOffset At, Notification Notification)> Delivered { get; } = [];

    public List<Notification> Attempted { get; } = [];

    public List<Silence> Silences { get; } = [];

    public static NotificationPolicy PolicyOf(NotificationRoute root, params ReceiverTraits[] receivers) =>
        new(root, [.. receivers], []);

    public static ReceiverTraits Person(string name) =>
        new(name, SendsResolved: true, IsFed: false, TakesOneGroup: false);

    public Incident Open(string rule, string host, Severity severity = Severity.Warning, string? under = null)
    {
        var incident = new Incident(
            $"{rule}/{host}/{Now:HHmmss}", rule, new(EntityKind.Host, host), severity, $"{rule} at {host}", "evidence",
            Now, Now, null)
        {
            Under = under,
        };
        _incidents[incident.Id] = incident;

        return incident;
    }

    public void Change(Incident incident) => _incidents[incident.Id] = incident;

    public void Resolve(Incident incident) => _incidents[incident.Id] = incident with { ResolvedAt = Now };

    public void TakeDown(string receiver) => _down.Add(receiver);

    public void BringBack(string receiver) => _down.Remove(receiver);

    /// <summary>As if the process had ended and begun anew; what is on its way is not known of.</summary>
    public void Restart() => State = Roundtrip(State);

    public void Pass(TimeSpan time, TimeSpan? step = null)
    {
        for (var end = Now + time; Now < end;)
        {
            Look();
            Now += step ?? TimeSpan.FromSeconds(10);
        }
    }

    public ImmutableArray<Notification> Look(bool isCrashing = false)
    {
        State = NotificationBook.Observe(
            State, policy, [new(Lab, [.. _incidents.Values])],
            [.. Silences.Where(one => one.StateAt(Now) == SilenceState.Active)
                .Select(one => new Mute(one.Comment, one.Matchers))], Now);
        var due = Notifier.Due(State, policy, new HashSet<string>(), Now);
        foreach (var notification in due)
        {
            Attempted.Add(notification);
            State = Notifier.Begin(State, notification, Now);
            if (isCrashing)
            {
                continue;
            }

            bool isDown = _down.Contains(notification.Receiver);
            State = isDown
                ? Notifier.Failed(State, notification, "refused", null, Now)
                : Notifier.Delivered(State, notification, Now);
            if (!isDown)
            {
                Delivered.Add((Now, notification));
            }
        }

        return due;
    }

    private static NotificationState Roundtrip(NotificationState state) => new(
        NotificationState.Empty.Groups.AddRange(state.Groups.Select(one => KeyValuePair.Create(
            one.Key, JsonSerializer.Deserialize<NotificationGroup>(JsonSerializer.Serialize(one.Value))!))),
        NotificationState.Empty.Receivers.AddRange(state.Receivers.Select(one => KeyValuePair.Create(
            one.Key, JsonSerializer.Deserialize<ReceiverState>(JsonSerializer.Serialize(one.Value))!))));
}
