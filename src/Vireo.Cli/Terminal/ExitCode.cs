namespace Vireo.Cli.Terminal;

/// <summary>What a command's end says; scripts rely on it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed while working.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or unreadable input.</summary>
    public const int Usage = 2;

    /// <summary>Done, and the finding is negative.</summary>
    public const int Negative = 3;
}
