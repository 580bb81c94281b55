using System.Text.Json.Serialization;
using Vireo.Simulation.Arrivals;
using Vireo.Simulation.Trials;

namespace Vireo.Simulation;

/// <summary>Generated serializer of results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SimulationResult))]
[JsonSerializable(typeof(ArrivalResult))]
[JsonSerializable(typeof(TrialResult))]
internal sealed partial class SimulationJsonContext : JsonSerializerContext;
