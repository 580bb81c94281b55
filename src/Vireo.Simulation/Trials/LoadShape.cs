namespace Vireo.Simulation.Trials;

/// <summary>How a load changes.</summary>
public enum LoadShape
{
    /// <summary>From one value to the other at an hour.</summary>
    Step,

    /// <summary>A cosine between the two, beginning at the lower.</summary>
    Wave,

    /// <summary>One value and the other in turn, each for half the period.</summary>
    Square,

    /// <summary>The other value for some hours of every day.</summary>
    Daily,

    /// <summary>Straight from one value to the other over the whole time.</summary>
    Ramp,
}
