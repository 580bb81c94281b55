namespace Vireo.Cli.Series;

/// <summary>A series of which rows are read.</summary>
internal interface IReadSeries
{
    /// <summary>The <c>unique_id</c>.</summary>
    string Id { get; }

    /// <summary>Whether its stamps are instants and not steps.</summary>
    bool IsDated { get; set; }

    /// <summary>Whether it has no row yet.</summary>
    bool IsEmpty { get; }
}
