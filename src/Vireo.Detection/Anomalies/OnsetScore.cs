namespace Vireo.Detection.Anomalies;

/// <summary>Turns strengths into scores that stand out where something begins, and into alerts.</summary>
/// <remarks>People want to hear of a fault once: a strength scores at least one half only when it reaches
/// <see cref="OnsetLimit"/> and is above all that came in the rest before. Other rows stay below one half and keep the
/// order of their departures, so that the whole of a fault ranks above what is usual. An alert lasts while the fault
/// does.</remarks>
internal sealed class OnsetScore(int rest)
{
    /// <summary>The strength that scores one half: in roots of widths of a range, so that it suits every
    /// metric.</summary>
    public const double OnsetLimit = 0.4;

    private const double AlertStrength = 1.2;
    private const double HoldStrength = 0.6;
    private const double AlertDeparture = 5;
    private const double HoldDeparture = 1.5;
    private const double HalfDeparture = 3;
    private const double RestInProbation = 0.4;
    private const int LongestRest = 300;

    private float _peak;
    private int _age;
    private bool _isAlert;

    /// <summary>Rows of rest that suit a probation: long beside a fault, short beside the history.</summary>
    public static int RestAfter(int probation) => Math.Clamp((int)(RestInProbation * probation), 1, LongestRest);

    /// <summary>How much more than needed a row is for an alert.</summary>
    public static double SeverityOf(double strength, double departure) =>
        Math.Max(strength / AlertStrength, departure / AlertDeparture);

    /// <summary>Scores the next row.</summary>
    /// <param name="strength">How far beyond what was ever usual; not negative.</param>
    /// <param name="departure">How far from what is usual now, in standard deviations; not negative.</param>
    public Anomaly Next(double strength, double departure)
    {
        bool isOnset = strength > _peak;
        _age++;
        if (isOnset || _age > rest)
        {
            _peak = isOnset ? (float)strength : 0;
            _age = 0;
        }

        _isAlert = _isAlert
            ? strength >= HoldStrength || departure >= HoldDeparture
            : strength >= AlertStrength || departure >= AlertDeparture;
        double usual = 0.5 * departure / (departure + HalfDeparture);

        return new Anomaly(isOnset ? Math.Max(usual, strength / (strength + OnsetLimit)) : usual, _isAlert);
    }
}
