using System.Text.Json.Serialization;

namespace Vireo.Simulation;

/// <summary>Generated serializer of results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SimulationResult))]
internal sealed partial class SimulationJsonContext : JsonSerializerContext;
