namespace Vireo.Forecasting.Ets;

/// <summary>Whether old errors die out: the condition under which forecasts do not depend on the far past.</summary>
/// <remarks>Hyndman, Akram &amp; Archibald (2008), "The admissible parameter space for exponential smoothing models":
/// all roots of the characteristic polynomial lie inside the unit circle. Checked by the Schur-Cohn recursion, without
/// roots.</remarks>
public static class EtsAdmissibility
{
    private const double Slack = 1e-10;
    private const int StackDegree = 64;

    /// <summary>Checks a linear form; R applies the same check to the multiplicative ones.</summary>
    /// <param name="parameters">Smoothing weights.</param>
    /// <param name="hasSeason">Whether there is a season.</param>
    /// <param name="period">Steps in one season.</param>
    public static bool Holds(in EtsParameters parameters, bool hasSeason, int period)
    {
        (double alpha, double beta, double gamma, double phi) = parameters;
        if (!hasSeason || period < 2)
        {
            return alpha >= 1 - (1 / phi) && alpha <= 1 + (1 / phi)
                && beta >= alpha * (phi - 1) && beta <= (1 + phi) * (2 - alpha);
        }

        int degree = period + 1;
        Span<double> polynomial = degree < StackDegree ? stackalloc double[StackDegree] : new double[degree + 1];
        polynomial = polynomial[..(degree + 1)];
        polynomial.Fill(alpha + beta - (alpha * phi));
        polynomial[0] = phi * (1 - alpha - gamma);
        polynomial[1] += gamma - 1;
        polynomial[degree - 1] = alpha + beta - phi;
        polynomial[degree] = 1;

        return IsStable(polynomial);
    }

    // Coefficients of the lowest power first. Each step lowers the degree by one; a reflection of size one is a root on
    // the circle, which R admits up to 1e-10.
    private static bool IsStable(Span<double> polynomial)
    {
        for (int degree = polynomial.Length - 1; degree > 0; degree--)
        {
            double reflection = polynomial[0] / polynomial[degree];
            if (Math.Abs(reflection) > 1 + Slack)
            {
                return false;
            }

            if (Math.Abs(reflection) > 1 - Slack)
            {
                return true;
            }

            for (int low = 0, high = degree; low <= high; low++, high--)
            {
                double first = polynomial[low];
                double last = polynomial[high];
                polynomial[low] = first - (reflection * last);
                polynomial[high] = last - (reflection * first);
            }

            polynomial = polynomial[1..];
        }

        return true;
    }
}
