namespace Vireo.Detection;

/// <summary>What was seen of a machine lately, oldest first and evenly spaced; not finite where missing, empty where not
/// measured.</summary>
internal readonly ref struct MachineWindow
{
    /// <summary>Memory in use, as a ratio of what it has.</summary>
    public ReadOnlySpan<double> Memory { get; init; }

    /// <summary>Use of its fullest file system, as a ratio.</summary>
    public ReadOnlySpan<double> Files { get; init; }

    /// <summary>Processes killed for want of memory, per second.</summary>
    public ReadOnlySpan<double> Kills { get; init; }

    /// <summary>Mean time of an answer, in seconds.</summary>
    public ReadOnlySpan<double> Response { get; init; }

    /// <summary>Share of time that it waited for a processor.</summary>
    public ReadOnlySpan<double> Ready { get; init; }

    /// <summary>How often it failed in the last day.</summary>
    public int Failures { get; init; }

    /// <summary>Distance of two values.</summary>
    public required TimeSpan Step { get; init; }
}
