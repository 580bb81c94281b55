namespace Vireo.Detection.Anomalies;

/// <summary>Keeps the alerts of a fleet to a budget by raising the bar: so many in a thousand days of one host or
/// machine.</summary>
/// <remarks>Severities of alerts that began are counted in bins a quarter of an octave wide, and the past fades by
/// halves. The bar is the lowest bin edge above which no more began than the budget allows for the rows seen, and one
/// more; at least 1. A fleet that is new to it is held to <see cref="FirstBar"/> at least.</remarks>
public sealed class AlertBudget
{
    private const int Bins = 48;
    private const double BinsInOctave = 4;
    private const double FirstBar = 2;
    private const double DaysOfFirstBar = 200;
    private const double DaysRemembered = 100_000;

    private readonly double _allowedInDay;
    private readonly float[] _began = new float[Bins];
    private double _days;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="alertsInThousandDays">Alerts allowed in a thousand days of one host or machine, positive.</param>
    public AlertBudget(double alertsInThousandDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alertsInThousandDays);
        _allowedInDay = alertsInThousandDays / 1_000;
        Bar = FirstBar;
    }

    /// <summary>The severity an alert must reach to be told.</summary>
    public double Bar { get; private set; }

    /// <summary>Counts an alert that began, told or not.</summary>
    /// <param name="severity">At least 1.</param>
    public void Count(double severity) =>
        _began[(int)Math.Clamp(Math.Log2(Math.Max(severity, 1)) * BinsInOctave, 0, Bins - 1)]++;

    /// <summary>Counts time watched and sets the bar anew.</summary>
    /// <param name="days">Days of one host or machine: ten for one day are ten.</param>
    public void Pass(double days)
    {
        _days += days;
        double allowed = 1 + (_allowedInDay * _days);
        int bin = Bins;
        for (double above = 0; bin > 0 && above + _began[bin - 1] <= allowed; bin--)
        {
            above += _began[bin - 1];
        }

        double bar = Math.Pow(2, bin / BinsInOctave);
        Bar = _days < DaysOfFirstBar ? Math.Max(bar, FirstBar) : bar;
        if (_days > DaysRemembered)
        {
            _days /= 2;
            for (int i = 0; i < Bins; i++)
            {
                _began[i] /= 2;
            }
        }
    }
}
