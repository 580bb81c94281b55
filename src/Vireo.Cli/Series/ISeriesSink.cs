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

    /// <summary>Takes a row that cannot be read, of a series whose name can.</summary>
    /// <param name="id">Which series.</param>
    /// <param name="fault">Where the row is, what was expected there and what was found: a sentence.</param>
    /// <exception cref="Terminal.UsageException">One such row is one too many here.</exception>
    void Refuse(ReadOnlySpan<char> id, string fault);
}
