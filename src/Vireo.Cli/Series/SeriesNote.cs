namespace Vireo.Cli.Series;

/// <summary>What can be wrong with a row and is mended.</summary>
internal enum SeriesNote
{
    /// <summary>Two rows of one instant.</summary>
    Duplicate,

    /// <summary>Rows are not in the order of time.</summary>
    Unordered,

    /// <summary>Instants do not lie on an even grid.</summary>
    Irregular,

    /// <summary>Instants that share a point of the grid with another.</summary>
    Shared,

    /// <summary>Points of the grid that no row stands on.</summary>
    Gap,

    /// <summary>Infinite, or not within ±1e150.</summary>
    TooLarge,
}
