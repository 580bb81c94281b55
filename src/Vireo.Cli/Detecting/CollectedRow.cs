namespace Vireo.Cli.Detecting;

/// <summary>A row as it was read.</summary>
/// <param name="Place">Its place in the file, from 0.</param>
/// <param name="Stamp">Its <c>ds</c>.</param>
/// <param name="Value">Its <c>y</c>; NaN when missing.</param>
internal readonly record struct CollectedRow(int Place, RowStamp Stamp, double Value);
