using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Forecasting.ColdStart;

namespace Vireo.Control;

/// <content>What known events were seen to do outlives a restart: some happen once a year.</content>
public sealed partial class ClusterLoop
{
    private const string EventsKey = "event-effects";

    private ImmutableDictionary<string, EventLift> _savedEvents = ImmutableDictionary<string, EventLift>.Empty;

    private void RecallEvents()
    {
        if (_state.Settings.Find(_options.Cluster, EventsKey) is { } saved)
        {
            _forecaster.Recall(
                JsonSerializer.Deserialize(saved, ControlJsonContext.Default.ImmutableDictionaryStringEventLift)
                ?? _savedEvents);
        }

        _savedEvents = _forecaster.EventMemory;
    }

    private void RememberEvents()
    {
        var learned = _forecaster.EventMemory;
        if (!ReferenceEquals(learned, _savedEvents))
        {
            _state.Settings.Set(
                _options.Cluster, EventsKey,
                JsonSerializer.Serialize(learned, ControlJsonContext.Default.ImmutableDictionaryStringEventLift));
            _savedEvents = learned;
        }
    }
}
