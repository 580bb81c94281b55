namespace Vireo.Benchmarks;

/// <summary>What a benchmark may use.</summary>
/// <param name="SharedData">The folder that holds <c>data</c> with the real traces; null where there is none, and what needs them is left out.</param>
/// <param name="WorkFolder">An empty folder to write in.</param>
/// <param name="Time">For measuring, and for what asks for a clock.</param>
public sealed record BenchmarkContext(string? SharedData, string WorkFolder, TimeProvider Time);
