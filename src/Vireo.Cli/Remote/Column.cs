namespace Vireo.Cli.Remote;

/// <summary>One column of a listing.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Path">Dotted property path in each row.</param>
/// <param name="Format">How numbers are shown.</param>
/// <param name="Wraps">Whether long text may take several lines.</param>
/// <param name="IndentPath">Property with how deep in a tree the row is; empty where rows are none.</param>
internal sealed record Column(
    string Title, string Path, ColumnFormat Format = ColumnFormat.Plain, bool Wraps = false, string IndentPath = "");
