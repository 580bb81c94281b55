namespace Vireo.Simulation.Trials;

/// <summary>What is expected of a machine's size.</summary>
public sealed record SizeExpectation
{
    /// <summary>Memory at the end, at least.</summary>
    public double? AtLeastGib { get; init; }

    /// <summary>Words of the reason for which it was changed.</summary>
    public string? Because { get; init; }

    /// <summary>Memory kills of the guest on the last day, at most.</summary>
    public int? KillsOnTheLastDay { get; init; }
}
