namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Logarithms and powers with the same last bit on every machine, and the same as in Prometheus.</summary>
/// <remarks>The logarithm is that of FreeBSD's e_log.c, whose formula and coefficients are in its head comment;
/// powers with a whole exponent are made by squaring.</remarks>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417232121458176568;
    private const double Ln10 = 2.30258509299404568401799145468436421;
    private const double Ln2Hi = 6.93147180369123816490e-01;
    private const double Ln2Lo = 1.90821492927058770002e-10;
    private const int Largest = 1 << 12;

    /// <summary>The natural logarithm.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
        {
            return x;
        }

        if (x <= 0)
        {
            return x < 0 ? double.NaN : double.NegativeInfinity;
        }

        (double fraction, int exponent) = Split(x);
        if (fraction < Math.Sqrt(2) / 2)
        {
            fraction *= 2;
            exponent--;
        }

        double f = fraction - 1;
        double k = exponent;
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double t1 = s2 * (6.666666666666735130e-01 + (s4 * (2.857142874366239149e-01
            + (s4 * (1.818357216161805012e-01 + (s4 * 1.479819860511658591e-01))))));
        double t2 =
            s4 * (3.999999999940941908e-01 + (s4 * (2.222219843214978396e-01 + (s4 * 1.531383769920937332e-01))));
        double half = 0.5 * f * f;

        return (k * Ln2Hi) - (half - ((s * (half + (t1 + t2))) + (k * Ln2Lo)) - f);
    }

    /// <summary>The logarithm to base 2.</summary>
    public static double Log2(double x)
    {
        if (!double.IsFinite(x) || x <= 0)
        {
            return Log(x);
        }

        (double fraction, int exponent) = Split(x);

        // Exact for powers of two.
        return fraction == 0.5 ? exponent - 1 : (Log(fraction) * (1 / Ln2)) + exponent;
    }

    /// <summary>The logarithm to base 10.</summary>
    public static double Log10(double x) => Log2(x) * (Ln2 / Ln10);

    /// <summary>A power.</summary>
    public static double Pow(double x, double y)
    {
        double size = Math.Abs(y);
        if (x == 0
            || !double.IsFinite(x) || !double.IsFinite(y) || y == 0 || size != Math.Floor(size) || size >= long.MaxValue
            || x is 1 or -1)
        {
            return size == 0.5 && double.IsFinite(x) && x > 0
                ? y > 0 ? Math.Sqrt(x) : 1 / Math.Sqrt(x) : Math.Pow(x, y);
        }

        double result = 1;
        int power = 0;
        (double fraction, int exponent) = Split(x);
        for (long i = (long)size; i != 0; i >>= 1)
        {
            if (Math.Abs(exponent) > Largest)
            {
                power += exponent;
                break;
            }

            if ((i & 1) == 1)
            {
                result *= fraction;
                power += exponent;
            }

            fraction *= fraction;
            exponent <<= 1;
            if (fraction < 0.5)
            {
                fraction += fraction;
                exponent--;
            }
        }

        return y < 0 ? Math.ScaleB(1 / result, -power) : Math.ScaleB(result, power);
    }

    // A fraction from a half up to one, and a power of two.
    private static (double Fraction, int Exponent) Split(double x)
    {
        int exponent = Math.ILogB(x) + 1;

        return (Math.ScaleB(x, -exponent), exponent);
    }
}
