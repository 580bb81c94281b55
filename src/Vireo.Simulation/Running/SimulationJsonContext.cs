using System.Text.Json.Serialization;
using Vireo.Simulation.Arrivals;

namespace Vireo.Simulation;

/// <summary>Generated serializer of results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SimulationResult))]
[JsonSerializable(typeof(ArrivalResult))]
internal sealed partial class SimulationJsonContext : JsonSerializerContext;
