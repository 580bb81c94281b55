namespace Vireo.Simulation;

/// <summary>Finds the columns of a Bitbrains file by their names, which differ a little between its two
/// parts.</summary>
internal static class BitbrainsHeader
{
    public const int Timestamp = 0;
    public const int Cores = 1;
    public const int CapacityMhz = 2;
    public const int MemoryKib = 3;

    /// <summary>From here on the workload metrics follow in their order.</summary>
    public const int FirstMetric = 4;

    private static readonly string[] Names =
    [
        "Timestamp", "CPU cores", "CPU capacity provisioned", "Memory capacity provisioned",
        "CPU usage [%]", "Memory usage [KB]", "Network received", "Network transmitted", "Disk read", "Disk write",
    ];

    /// <summary>Where each of the columns stands in the file.</summary>
    /// <param name="lines">The file, at its first line.</param>
    /// <param name="columns">How many columns every row has.</param>
    public static int[] Read(TraceLines lines, out int columns)
    {
        if (!lines.TryRead(out var header))
        {
            throw lines.Error("a header 'Timestamp [ms];…'", "an empty file");
        }

        string[] found = [.. lines.Text(header).Split(';').Select(name => name.Trim())];
        columns = found[^1].Length == 0 ? found.Length - 1 : found.Length;

        return
        [
            .. Names.Select(name =>
            {
                int place = Array.FindIndex(found, column => column.StartsWith(name, StringComparison.OrdinalIgnoreCase));

                return place >= 0 ? place : throw lines.Error($"a column '{name}'", $"{found.Length} other columns");
            }),
        ];
    }
}
