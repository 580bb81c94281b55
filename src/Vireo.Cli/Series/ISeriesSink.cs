namespace Vireo.Cli.Series;

/// <summary>Takes the rows of a file of series as they are read.</summary>
internal interface ISeriesSink
{
    /// <summary>Takes one row.</summary>
    /// <param name="id">Which series.</param>
    /// <param name="isDated">Whether the stamp is in ticks, UTC, and not a step.</param>
    /// <param name="stamp">Where the value stands.</param>
    /// <param name="text">The stamp as it was written; empty where it was no text.</param>
    /// <param name="value">NaN when missing.</param>
    void Add(ReadOnlySpan<char> id, bool isDated, long stamp, ReadOnlySpan<byte> text, double value);
}
