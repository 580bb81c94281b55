using System.Runtime.InteropServices;

namespace Vireo.Detection.Logs;

/// <summary>One word of a scanned line, with what varies in it masked.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LogToken
{
    /// <summary>Where it starts in the scanner's masked text.</summary>
    public int Start;

    /// <summary>Masked bytes.</summary>
    public int Length;

    /// <summary>Where it starts in the line.</summary>
    public int From;

    /// <summary>Where it ends in the line.</summary>
    public int To;

    /// <summary>The first of its masked ranges, when it is masked in part.</summary>
    public int FirstRange;

    /// <summary>How many masked ranges it has; none when it is wild as a whole.</summary>
    public int Ranges;

    /// <summary>Hash of the masked bytes.</summary>
    public ulong Hash;

    /// <summary>Whether all of it varies.</summary>
    public bool IsWild;
}
