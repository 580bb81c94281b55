namespace Vireo.Server.Configuration.Yaml;

/// <summary>What a configuration may cost to read. Real ones need a hundredth of it.</summary>
internal static class YamlLimits
{
    public const int FileBytes = 1 << 20;
    public const int Documents = 1_000;
    public const int Nodes = 100_000;
    public const int Depth = 32;
    public const int ProblemsPerFile = 100;
}
