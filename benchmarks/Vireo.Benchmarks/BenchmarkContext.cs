namespace Vireo.Benchmarks;

/// <summary>What a benchmark may use.</summary>
/// <param name="SharedData">The folder that holds <c>data</c> with the real traces; null where there is none, and what
/// needs them is left out.</param>
/// <param name="WorkFolder">An empty folder to write in.</param>
/// <param name="Time">For measuring, and for what asks for a clock.</param>
/// <param name="IsQuick">Whether to measure on a part of the series only, where a benchmark can: a look, not a
/// figure.</param>
public sealed record BenchmarkContext(string? SharedData, string WorkFolder, TimeProvider Time, bool IsQuick)
{
    /// <summary>Which rows of a table are wanted, where a benchmark names them; all when empty.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>All items, or every so-manieth of them when quick.</summary>
    /// <param name="items">To measure on.</param>
    /// <param name="every">Of how many one is taken when quick.</param>
    internal T[] Part<T>(IReadOnlyList<T> items, int every) =>
        [.. items.Where((_, index) => !IsQuick || index % every == 0)];
}
