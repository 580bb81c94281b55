using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Benchmarks;

/// <summary>Generated serializer of the results.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(List<BenchmarkResult>))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
