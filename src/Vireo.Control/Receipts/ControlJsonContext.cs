using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vireo.Detection;
using Vireo.Detection.Notifying;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.ColdStart;

namespace Vireo.Control;

/// <summary>Generated serializers of what the state file holds beyond the nouns of the fleet.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(MeasuredEffect))]
[JsonSerializable(typeof(ImmutableArray<OrderRecord>))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(PlacementChange))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(FleetEvent))]
[JsonSerializable(typeof(WatchState))]
[JsonSerializable(typeof(ImmutableArray<Incident>))]
[JsonSerializable(typeof(ImmutableArray<DeploymentStep>))]
[JsonSerializable(typeof(ImmutableArray<RuleAlert>))]
[JsonSerializable(typeof(NotificationGroup))]
[JsonSerializable(typeof(ReceiverState))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(ImmutableDictionary<string, EventLift>))]
[JsonSerializable(typeof(KeptChoice))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
