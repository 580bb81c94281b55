namespace Vireo.Cli.Remote;

/// <summary>How numbers in a column are shown.</summary>
internal enum ColumnFormat
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>0 to 1, shown in per cent.</summary>
    Ratio,

    /// <summary>Bytes, shown in GiB.</summary>
    Gibibytes,

    /// <summary>MHz, whole.</summary>
    Megahertz,

    /// <summary>Bytes per second, shown in MB/s.</summary>
    BytesPerSecond,

    /// <summary>A list of words; other lists are counted.</summary>
    Words,
}
