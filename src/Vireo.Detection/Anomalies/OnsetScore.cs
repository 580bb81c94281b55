namespace Vireo.Detection.Anomalies;

/// <summary>Turns strengths into scores that stand out where something begins, and rests after that.</summary>
/// <remarks>People want to hear of a fault once. A strength scores at least one half only when it is above
/// <see cref="Limit"/> and above all that came in the rest before; what follows keeps its order below one half.</remarks>
internal sealed class OnsetScore(int rest)
{
    /// <summary>The strength at which a person should look: in widths of a range, so that it suits every metric.</summary>
    public const double Limit = 0.4;

    private const double HoldAbove = 0.2;
    private const double InsideWeight = 0.3;
    private double _peak;
    private int _age;
    private bool _isAlert;

    /// <summary>Rows of rest that suit a probation: long beside the fault, short beside the history.</summary>
    public static int RestAfter(int probation) => Math.Clamp((int)(0.4 * probation), 1, 300);

    /// <summary>Scores the next strength.</summary>
    /// <param name="strength">Not negative.</param>
    /// <param name="inside">How far from the middle of what is usual, 0 to 1: orders what is not beyond it.</param>
    public Anomaly Next(double strength, double inside)
    {
        bool isOnset = strength > _peak;
        _age++;
        if (isOnset || _age > rest)
        {
            _peak = isOnset ? strength : 0;
            _age = 0;
        }

        _isAlert = strength >= (_isAlert ? HoldAbove : Limit);
        double shown = strength + (InsideWeight * inside);

        return new Anomaly(isOnset ? strength / (strength + Limit) : 0.5 * shown / (shown + Limit), _isAlert);
    }
}
