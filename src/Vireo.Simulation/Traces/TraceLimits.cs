namespace Vireo.Simulation;

/// <summary>How much a trace may hold before reading stops with an error: a bad file must not take the machine
/// down.</summary>
public sealed record TraceLimits
{
    /// <summary>Bytes in one line: a month of five-minute samples needs about 60,000.</summary>
    public int LineBytes { get; init; } = 16 << 20;

    /// <summary>Bytes in one file, unpacked.</summary>
    public long FileBytes { get; init; } = 4L << 30;

    /// <summary>Files in a folder.</summary>
    public int Files { get; init; } = 50_000;

    /// <summary>Virtual machines.</summary>
    public int Machines { get; init; } = 50_000;

    /// <summary>Samples of one machine: ten years of five-minute ones.</summary>
    public int Samples { get; init; } = 1_100_000;

    /// <summary>Values of one metric, over all machines: 1 GiB in memory.</summary>
    public long Values { get; init; } = 256L << 20;
}
