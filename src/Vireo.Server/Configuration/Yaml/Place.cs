namespace Vireo.Server.Configuration.Yaml;

/// <summary>Where something stands in a file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct Place(int Line, int Column)
{
    /// <summary>The beginning of a file.</summary>
    public static Place Start => new(1, 1);
}
