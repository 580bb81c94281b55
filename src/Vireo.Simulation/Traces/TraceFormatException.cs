namespace Vireo.Simulation;

/// <summary>A trace cannot be read: says where, what was expected there, and what was found.</summary>
public sealed class TraceFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="line">From 1; 0 when the whole file is meant.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="found">What was there.</param>
    /// <param name="innerException">What the platform said, if it did.</param>
    public TraceFormatException(
        string file, long line, string expected, string found, Exception? innerException = null)
        : base($"{file}{(line > 0 ? $", line {line}" : "")}: expected {expected}, found {found}.", innerException)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file or folder.</summary>
    public string File { get; }

    /// <summary>From 1; 0 when the whole file is meant.</summary>
    public long Line { get; }
}
