namespace Vireo.Detection.Logs;

/// <summary>How a miner tells values from words, and what it may hold. One setting serves every system.</summary>
public sealed record MinerOptions
{
    /// <summary>Templates kept; the one not used for longest goes first.</summary>
    public int Templates { get; init; } = 10_000;

    /// <summary>Shapes of lines whose template is remembered, so that most lines cost one look-up.</summary>
    public int Shapes { get; init; } = 65_536;

    /// <summary>Different words at one position, all else equal, that make it a value.</summary>
    /// <remarks>Chosen with one system left out at a time; 4 to 6 do nearly as well on the rest, 3 and 8 do
    /// not.</remarks>
    public int WordsThatVary { get; init; } = 5;

    /// <summary>The same for the first word, which mostly says what the line is about.</summary>
    public int FirstWordsThatVary { get; init; } = 12;
}
