namespace Vireo.Forecasting.Statistics;

/// <summary>The χ² distribution.</summary>
internal static class ChiSquare
{
    private const double Precision = 1e-16;

    /// <summary>Probability of a value above <paramref name="value"/>: the regularised upper incomplete gamma function
    /// Q(k/2, x/2), by its series or its continued fraction. Abramowitz and Stegun 6.5.29 and 6.5.31.</summary>
    public static double Above(double value, int degrees)
    {
        if (!(value > 0))
        {
            return double.IsNaN(value) ? double.NaN : 1;
        }

        double a = degrees / 2.0;
        double x = value / 2;
        double scale = Math.Exp((a * Math.Log(x)) - x - LogGamma(degrees));

        return x < a + 1 ? 1 - (scale * Series(a, x)) : scale * Fraction(a, x);
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a;
        double sum = term;
        for (double k = a + 1; term > sum * Precision; k++)
        {
            term *= x / k;
            sum += term;
        }

        return sum;
    }

    // Lentz's evaluation of the continued fraction.
    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double product = d;
        for (int i = 1; i < 10_000; i++)
        {
            double factor = -i * (i - a);
            b += 2;
            d = 1 / ((factor * d) + b);
            c = b + (factor / c);
            double change = c * d;
            product *= change;
            if (Math.Abs(change - 1) < Precision)
            {
                break;
            }
        }

        return product;
    }

    // log Γ(k/2) by stepping down to Γ(1) or Γ(½).
    private static double LogGamma(int twice)
    {
        double sum = twice % 2 == 0 ? 0 : Math.Log(Math.PI) / 2;
        for (int step = twice - 2; step > 0; step -= 2)
        {
            sum += Math.Log(step / 2.0);
        }

        return sum;
    }
}
