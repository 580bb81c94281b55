namespace Vireo.Forecasting.Intervals;

/// <summary>How large the errors at one knot of the horizon are of late, beside what is usual there.</summary>
/// <remarks>Errors say it better than changes do: a ramp that a model follows moves much and errs little, and where load
/// goes in steps both come in spells.</remarks>
/// <param name="Recent">Exponential mean of absolute errors.</param>
/// <param name="Usual">Plain mean of absolute errors, of about two days at five minutes.</param>
/// <param name="Count">Errors seen, up to the usual.</param>
internal readonly record struct Restlessness(float Recent, float Usual, int Count)
{
    private const double RecentWeight = 0.1;
    private const double RecentShare = 0.4;

    /// <summary>What the recent errors count for at most, in usual ones: beyond, a jump of the data's unit would leave
    /// intervals wide for hours.</summary>
    private const double MostRestless = 4;

    private const int UsualLength = 576;
    private const double Largest = 1e30;

    /// <summary>Nothing is known.</summary>
    public static Restlessness Unknown => default;

    /// <summary>Stretch of the unit of errors: 0.6 in a calm, 1 as usual, 2.2 at most.</summary>
    public double Ratio => Usual > 0 ? 1 - RecentShare + (RecentShare * Math.Min(MostRestless, Recent / Usual)) : 1;

    /// <summary>Takes an error, in the unit of the series.</summary>
    public Restlessness Next(double error)
    {
        float size = (float)Math.Min(Math.Abs(error), Largest);
        int count = Math.Min(Count + 1, UsualLength);
        float weight = (float)Math.Max(RecentWeight, 1.0 / count);

        return new(Recent + (weight * (size - Recent)), Usual + ((size - Usual) / count), count);
    }
}
