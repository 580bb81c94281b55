namespace Vireo.Simulation.Trials;

/// <summary>A scenario as data with its expected outcome: it can be run, and says of each expectation whether it
/// held.</summary>
public abstract record Trial
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence or two.</summary>
    public string Shows { get; init; } = "";

    /// <summary>Runs it to its end; the same trial has the same result on every machine.</summary>
    /// <param name="progress">Told how far it has come, 0 to 1; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract TrialResult Run(IProgress<double>? progress, CancellationToken cancellationToken);
}
