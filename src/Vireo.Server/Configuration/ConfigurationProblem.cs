namespace Vireo.Server.Configuration;

/// <summary>Something that is wrong with a configuration file.</summary>
/// <param name="File">Which file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong, what was expected, and the nearest thing that is known.</param>
public sealed record ConfigurationProblem(string File, int Line, int Column, string Message)
{
    /// <summary>In the form that editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
