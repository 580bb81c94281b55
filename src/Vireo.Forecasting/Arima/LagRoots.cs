using System.Numerics;

namespace Vireo.Forecasting.Arima;

/// <summary>Roots of lag polynomials 1 + Σ cᵢzⁱ.</summary>
public static class LagRoots
{
    private const double Negligible = 1e-8;
    private const int MaximumRounds = 500;

    /// <summary>Distances of the roots from zero, smallest first. Above one: stationary or invertible.</summary>
    /// <param name="coefficients">c₁ … cₖ; for an autoregressive polynomial the negated coefficients. Trailing zeros lower
    /// the degree.</param>
    public static double[] Moduli(ReadOnlySpan<double> coefficients)
    {
        double[] moduli = [.. Find(Trim(coefficients, 0)).Select(root => root.Magnitude)];
        Array.Sort(moduli);

        return moduli;
    }

    /// <summary>Whether all roots are farther from zero than a radius; trailing coefficients below 1e-8 do not count.</summary>
    /// <remarks>Schur-Cohn test: the polynomial in z·radius is stepped down; every reflection must be below one.</remarks>
    internal static bool AreOutside(ReadOnlySpan<double> coefficients, double radius, bool negate)
    {
        ReadOnlySpan<double> trimmed = Trim(coefficients, Negligible);
        Span<double> a = stackalloc double[trimmed.Length + 1];
        Span<double> lower = stackalloc double[trimmed.Length + 1];
        a[0] = 1;
        double power = 1;
        for (int i = 0; i < trimmed.Length; i++)
        {
            power *= radius;
            a[i + 1] = (negate ? -trimmed[i] : trimmed[i]) * power;
        }

        for (int degree = trimmed.Length; degree > 0; degree--)
        {
            double reflection = a[degree];
            double scale = 1 - (reflection * reflection);
            if (!(scale > 0))
            {
                return false;
            }

            for (int i = 0; i < degree; i++)
            {
                lower[i] = (a[i] - (reflection * a[degree - i])) / scale;
            }

            lower[..degree].CopyTo(a);
        }

        return true;
    }

    /// <summary>Moves roots inside the unit circle to their mirror images: the same process, invertible.</summary>
    internal static void MakeInvertible(Span<double> coefficients)
    {
        if (AreOutside(coefficients, 1, negate: false))
        {
            return;
        }

        int degree = Trim(coefficients, 0).Length;
        Complex[] product = new Complex[degree + 1];
        product[0] = 1;
        int used = 0;
        foreach (Complex root in Find(coefficients[..degree]))
        {
            Complex inverse = root.Magnitude < 1 ? Complex.Conjugate(root) : 1 / root;
            used++;
            for (int i = used; i > 0; i--)
            {
                product[i] -= inverse * product[i - 1];
            }
        }

        for (int i = 0; i < degree; i++)
        {
            coefficients[i] = product[i + 1].Real;
        }
    }

    private static ReadOnlySpan<double> Trim(ReadOnlySpan<double> coefficients, double negligible)
    {
        int length = coefficients.Length;
        while (length > 0 && Math.Abs(coefficients[length - 1]) <= negligible)
        {
            length--;
        }

        return coefficients[..length];
    }

    // Aberth and Ehrlich: all roots at once, from a circle.
    private static Complex[] Find(ReadOnlySpan<double> coefficients)
    {
        int degree = coefficients.Length;
        Complex[] roots = new Complex[degree];
        double radius = degree == 0 ? 1 : Math.Pow(1 / Math.Abs(coefficients[^1]), 1.0 / degree);
        for (int i = 0; i < degree; i++)
        {
            roots[i] = Complex.FromPolarCoordinates(radius, (2 * Math.PI * i / degree) + 0.4);
        }

        for (int round = 0; round < MaximumRounds; round++)
        {
            double largest = 0;
            for (int i = 0; i < degree; i++)
            {
                Complex ratio = NewtonStep(coefficients, roots[i]);
                Complex repulsion = Complex.Zero;
                for (int j = 0; j < degree; j++)
                {
                    repulsion += j == i ? Complex.Zero : 1 / (roots[i] - roots[j]);
                }

                Complex step = ratio / (1 - (ratio * repulsion));
                if (!Complex.IsFinite(step))
                {
                    continue;
                }

                roots[i] -= step;
                largest = Math.Max(largest, step.Magnitude / roots[i].Magnitude);
            }

            if (largest < 1e-15)
            {
                break;
            }
        }

        return roots;
    }

    private static Complex NewtonStep(ReadOnlySpan<double> coefficients, Complex z)
    {
        Complex value = 0;
        Complex derivative = 0;
        for (int i = coefficients.Length; i >= 0; i--)
        {
            derivative = (derivative * z) + value;
            value = (value * z) + (i == 0 ? 1 : coefficients[i - 1]);
        }

        return value / derivative;
    }
}
