using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Detection.Notifying;
using Vireo.Scheduling.Scaling;
using Vireo.Server.Api;
using Vireo.Server.Hosting;
using Vireo.Server.Notifying.Receivers;

namespace Vireo.Server.Notifying;

/// <summary>Tells people: looks at the incidents of all clusters once a second, decides with
/// <see cref="NotificationBook"/> and <see cref="Notifier"/>, and sends.</summary>
/// <remarks>What is to be told is kept before it is sent and after it arrived, so that a crash loses nothing and
/// repeats at most the messages that were on their way, with the same key. Each receiver has one message on its way at
/// most; a slow one holds up nobody else.</remarks>
internal sealed partial class NotificationDesk : BackgroundService
{
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly IFleetView _fleets;
    private readonly StateStore _store;
    private readonly SilenceBook _silences;
    private readonly ReceiverFactory _receivers;
    private readonly TimeProvider _time;
    private readonly ILogger<NotificationDesk> _logger;
    private readonly Dictionary<string, (Notification Notification, Task Sending)> _sending = [];
    private NotificationState _state;
    private NotificationState _kept;

    public NotificationDesk(
        IFleetView fleets, StateStore store, SilenceBook silences, ReceiverFactory receivers, TimeProvider time,
        ILogger<NotificationDesk> logger)
    {
        _fleets = fleets;
        _store = store;
        _silences = silences;
        _receivers = receivers;
        _time = time;
        _logger = logger;
        _state = _kept = store.Notifications.Load();
    }

    /// <summary>Who is told of what; may be replaced at any time.</summary>
    public NotificationSettings Settings
    {
        get => Volatile.Read(ref field);
        set
        {
            Volatile.Write(ref field, value);
            _silences.Configure(value.Silences);
        }
    } = NotificationSettings.None;

    /// <summary>What was told and what waits.</summary>
    public NotificationState State => Volatile.Read(ref _state);

    /// <summary>Sends a message that says it is a test, at once and past all waiting.</summary>
    /// <returns>False when there is no such receiver.</returns>
    /// <exception cref="ReceiverException">It did not arrive.</exception>
    public async Task<bool> TestAsync(string receiver, string user, CancellationToken cancellationToken)
    {
        if (Settings.Receivers.FirstOrDefault(one => one.Name == receiver) is not { } settings)
        {
            return false;
        }

        await SendAsync(settings, TestMessage.To(settings, user, _time.GetUtcNow()), cancellationToken);

        return true;
    }

    /// <summary>Looks once: takes up what became of messages, what is wrong now, and sends what is due.</summary>
    internal void Look(CancellationToken cancellationToken)
    {
        var settings = Settings;
        var policy = settings.Policy;
        var now = _time.GetUtcNow();
        var state = Harvest(State, now);
        state = NotificationBook.Observe(state, policy, Fleets(), Mutes(settings, now), now);
        var due = Notifier.Due(state, policy, _sending.Keys.ToHashSet(), now);
        foreach (var notification in due)
        {
            state = Notifier.Begin(state, notification, now);
        }

        Volatile.Write(ref _state, state);
        Keep();
        foreach (var notification in due)
        {
            var receiver = settings.Receivers.First(one => one.Name == notification.Receiver);
            _sending[notification.Receiver] = (notification, SendAsync(receiver, notification, cancellationToken));
        }
    }

    /// <summary>Completes when nothing is on its way.</summary>
    internal Task SentAsync() => Task.WhenAll(_sending.Values.Select(one => one.Sending))
        .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                LookSafely(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(_sending.Count);
        }
        finally
        {
            // What arrived meanwhile is known as such after the restart.
            await SentAsync();
            Volatile.Write(ref _state, Harvest(State, _time.GetUtcNow()));
            KeepAtEnd();
        }
    }

    private void LookSafely(CancellationToken cancellationToken)
    {
        try
        {
            Look(cancellationToken);
        }
        catch (StateUnavailableException failure)
        {
            // Nothing is sent that is not kept first; the next look tries again.
            LogNotKept(failure);
        }
    }

    private void KeepAtEnd()
    {
        try
        {
            Keep();
        }
        catch (StateUnavailableException failure)
        {
            LogNotKept(failure);
        }
    }

    private void Keep()
    {
        _store.Notifications.Save(_kept, _state);
        _kept = _state;
    }

    private NotificationState Harvest(NotificationState state, DateTimeOffset now)
    {
        foreach (var (receiver, (notification, sending)) in _sending.Where(one => one.Value.Sending.IsCompleted)
            .ToList())
        {
            _sending.Remove(receiver);
            if (sending.IsCompletedSuccessfully)
            {
                NotificationMetrics.Sent(receiver, succeeded: true);
                state = Notifier.Delivered(state, notification, now);
                continue;
            }

            var failure = sending.Exception?.InnerException;
            NotificationMetrics.Sent(receiver, succeeded: false);
            LogNotDelivered(receiver, failure?.Message ?? "it was stopped");
            state = Notifier.Failed(
                state, notification, failure?.Message ?? "It was stopped.", (failure as ReceiverException)?.RetryAfter,
                now);
        }

        return state;
    }

    // A cluster that has not decided yet in this life does not know what is wrong; one that warms up runs through a
    // past.
    private ImmutableArray<FleetNotices> Fleets() =>
    [
        .. _fleets.Clusters
            .Where(cluster => _fleets.VirtualSpeed(cluster) is not double.PositiveInfinity)
            .Select(cluster => (Id: cluster, State: _fleets.StateOf(cluster)))
            .Where(cluster => cluster.State.Cycle > 0)
            .Select(cluster => new FleetNotices(cluster.Id, cluster.State.Incidents)),
    ];

    private ImmutableArray<Mute> Mutes(NotificationSettings settings, DateTimeOffset now) =>
    [
        .. _silences.HoldingAt(now),
        .. settings.Windows.Where(window => IsOpen(window, now))
            .Select(window => new Mute($"Maintenance window '{window.Name}'.", window.Matchers)),
    ];

    private static bool IsOpen(MaintenanceWindow window, DateTimeOffset now) =>
        CronSchedule.Parse(window.Window.Cron).NewestWithin(
            now, window.Window.Lasts, TimeZoneInfo.FindSystemTimeZoneById(window.Window.TimeZone), static _ => true) is not null;

    private async Task SendAsync(
        ReceiverSettings settings, Notification notification, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _receivers.Create(settings).SendAsync(notification, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new ReceiverException($"It did not answer within {settings.Deadline.TotalSeconds:0} s.");
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nobody is told any more; {Messages} messages are on their way.")]
    private partial void LogStopping(int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Receiver {Receiver} was not told: {Reason} It is tried again.")]
    private partial void LogNotDelivered(string receiver, string reason);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "What is to be told could not be kept, so nobody is told. The next look tries again.")]
    private partial void LogNotKept(Exception failure);
}
