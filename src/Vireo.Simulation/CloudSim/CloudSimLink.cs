namespace Vireo.Simulation;

/// <summary>The network of the reference simulator.</summary>
internal static class CloudSimLink
{
    /// <summary>Half of a link of one gigabit a second, for migrations.</summary>
    public const double MibPerSecond = 62.5;
}
