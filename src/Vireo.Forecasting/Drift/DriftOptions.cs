namespace Vireo.Forecasting.Drift;

/// <summary>How sure a drift must be. The defaults give one false alarm in about a month of five-minute samples of
/// independent normal residuals, and see a shift of one standard deviation after about twenty samples.</summary>
public sealed record DriftOptions
{
    /// <summary>The usual options.</summary>
    public static DriftOptions Default { get; } = new();

    /// <summary>Part of each standardised residual that is not counted: half of the smallest shift worth
    /// seeing.</summary>
    public double Slack { get; init; } = 0.5;

    /// <summary>Sum, in standard deviations, at which a shift is called.</summary>
    public double Threshold { get; init; } = 8;

    /// <summary>The same for the size of the errors; higher, as sizes are skewed.</summary>
    public double SpreadThreshold { get; init; } = 14;

    /// <summary>A residual counts at most so many standard deviations, so no single burst is a drift.</summary>
    public double Clip { get; init; } = 3;

    /// <summary>Residuals that teach the usual size before anything is called.</summary>
    public int LearnSteps { get; init; } = 48;

    /// <summary>Steps over which the usual size forgets.</summary>
    public int MemorySteps { get; init; } = 576;

    /// <summary>Steps after an alarm in which there is no other: six hours of five-minute samples.</summary>
    public int RestSteps { get; init; } = 72;
}
