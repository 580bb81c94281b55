namespace Vireo.Detection.Logs;

/// <summary>What a byte of a log line can be part of.</summary>
[Flags]
internal enum ByteClass : byte
{
    /// <summary>Punctuation that may stand inside a value: dots apart, such as <c>- + % $ ~ ^</c>.</summary>
    None = 0,

    /// <summary>White space and every other control character.</summary>
    Space = 1,

    /// <summary>0 to 9.</summary>
    Digit = 2,

    /// <summary>A to Z in either case, the underscore, and every byte of a character beyond ASCII.</summary>
    Letter = 4,

    /// <summary>Ends a segment whatever stands before it.</summary>
    Hard = 8,

    /// <summary>Parts a segment: colon, slash, backslash.</summary>
    Split = 16,

    /// <summary>The full stop.</summary>
    Dot = 32,

    /// <summary>A hexadecimal digit.</summary>
    Hex = 64,

    /// <summary>Ends a path or an address of the web.</summary>
    PathEnd = 128,
}
