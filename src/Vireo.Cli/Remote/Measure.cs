namespace Vireo.Cli.Remote;

/// <summary>What a number of the API counts.</summary>
internal enum Measure
{
    /// <summary>What its name says.</summary>
    Plain,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bytes per second.</summary>
    BytesPerSecond,
}
