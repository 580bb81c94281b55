using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Generated serializers of the nouns.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FleetSnapshot))]
[JsonSerializable(typeof(Outlook))]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(FleetAction))]
[JsonSerializable(typeof(FleetEvent))]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(ImmutableArray<RejectedVersion>))]
[JsonSerializable(typeof(ImmutableArray<ResourcePoolId>))]
[JsonSerializable(typeof(ImmutableArray<HostId>))]
[JsonSerializable(typeof(ImmutableArray<MachineSnapshot>))]
public sealed partial class FleetJsonContext : JsonSerializerContext;
