using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Detection.Notifying;
using Vireo.Fleet;
using Vireo.Server.Notifying;
using Vireo.Server.Notifying.Receivers;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.Server.Tests.Notifying;

/// <summary>The part of the server that tells people, on a state file of its own and a clock that the test
/// moves.</summary>
internal sealed class DeskScene : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeFleetView _fleets = new();
    private readonly ReceiverFactory _receivers;
    private readonly TimeProvider _time;
    private StateStore _store;

    public DeskScene(TimeProvider time, NotificationSettings settings)
    {
        _time = time;
        _receivers = new ReceiverFactory(time);
        _store = StateStore.Open(Path.Combine(_folder.Path, "state.db"));
        Silences = new SilenceBook(_store, time);
        Desk = Make(settings);
        Publish();
    }

    public NotificationDesk Desk { get; private set; }

    public SilenceBook Silences { get; private set; }

    public static NotificationSettings To(params ReceiverSettings[] receivers) => NotificationSettings.None with
    {
        Receivers = [.. receivers],
        Route = new NotificationRoute
        {
            Receiver = receivers[0].Name,
            GroupWait = TimeSpan.Zero,
            GroupInterval = TimeSpan.FromSeconds(1),
            Routes =
            [
                .. receivers.Select(receiver => new NotificationRoute
                {
                    Matchers = LabelMatchers.Everything, Receiver = receiver.Name, Continue = true,
                }),
            ],
        },
    };

    public static Incident Incident(string host, Severity severity = Severity.Critical) => new(
        $"host-down/Host/{host}", "host-down", new(EntityKind.Host, host), severity,
        $"Host '{host}' is down <now> & here.",
        "No heartbeat for 3 minutes.", SyntheticFleet.Start, SyntheticFleet.Start, null)
    {
        Causes = [new ProbableCause(new(EntityKind.Rack, "rack-1"), 0.9, "All hosts of rack-1 are dark.")],
    };

    public void Publish(params Incident[] incidents) =>
        _fleets.Loop.Publish(SyntheticState.At(SyntheticFleet.Start, 1) with { Incidents = [.. incidents] });

    public void PublishUnknown() =>
        _fleets.Loop.Publish(SyntheticState.At(SyntheticFleet.Start, 0) with { Incidents = [] });

    /// <summary>One look, what it sends, and a look that notes what became of it.</summary>
    public async Task TellAsync()
    {
        Desk.Look(TestContext.Current.CancellationToken);
        await Desk.SentAsync();
        Desk.Look(TestContext.Current.CancellationToken);
        await Desk.SentAsync();
    }

    /// <summary>As if the process had ended, whatever it was about.</summary>
    public void Restart()
    {
        var settings = Desk.Settings;
        _store.Dispose();
        _store = StateStore.Open(Path.Combine(_folder.Path, "state.db"));
        Silences = new SilenceBook(_store, _time);
        Desk = Make(settings);
    }

    public ImmutableArray<string> Audited() =>
        [.. _store.Audit.Newest(10).Select(entry => $"{entry.User} {entry.Action}")];

    public void Dispose()
    {
        Desk.Dispose();
        _receivers.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private NotificationDesk Make(NotificationSettings settings) =>
        new(_fleets, _store, Silences, _receivers, _time, NullLogger<NotificationDesk>.Instance)
        {
            Settings = settings,
        };
}
