using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>By how much events of a kind multiply demand, from their beginning to their end.</summary>
/// <param name="Phases">Factor for each equal part of the event's length; 1 is no change.</param>
/// <param name="Occurrences">Events that taught it, over all series.</param>
public sealed record EventLift(ImmutableArray<double> Phases, int Occurrences)
{
    internal const int PhaseCount = 6;

    /// <summary>Differences between two events that the spread of all series counts for.</summary>
    private const double SpreadShrinkage = 1;

    /// <summary>The factor so many steps into an event of some length.</summary>
    public double At(long step, int steps) => Phases[PhaseOf(step, steps)];

    /// <summary>Standard deviation of the factor's logarithm from one event to the next in a series, beyond
    /// <see cref="Noise"/>.</summary>
    public double Spread { get; init; }

    /// <summary>Standard deviation of that logarithm where nothing happens: demand is not the same every day. Each
    /// occurrence tells the factor with this error.</summary>
    public double Noise { get; init; }

    /// <summary>A series' own experience, pulled toward that of its like, which counts as one event.</summary>
    /// <remarks>What its like saw already holds back from believing in a change; its own experience does not have to do
    /// so again.</remarks>
    internal EventLift ShrunkToward(EventLift common)
    {
        double own = Occurrences + EventTally.EventShrinkage;
        double share = Occurrences / (Occurrences + 1.0);
        double known = Math.Max(0, Occurrences - 1);
        double variance = ((known * Spread * Spread) + (SpreadShrinkage * common.Spread * common.Spread))
            / (known + SpreadShrinkage);

        return this with
        {
            Phases =
            [
                .. Phases.Select((factor, phase) =>
                    Math.Exp(((own * Math.Log(factor)) + Math.Log(common.Phases[phase])) / (Occurrences + 1))),
            ],
            Spread = Math.Sqrt(variance + ((variance + (share * Noise * Noise)) / (Occurrences + 1))),
        };
    }

    internal static int PhaseOf(long step, int steps) => (int)(step * PhaseCount / steps);
}
