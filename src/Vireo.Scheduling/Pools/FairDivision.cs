using System.Buffers;

namespace Vireo.Scheduling.Pools;

/// <summary>Divides one resource by shares under floors and ceilings: weighted max-min fairness, exactly.</summary>
public static class FairDivision
{
    /// <summary>Fills <paramref name="result"/> with <c>x_i = clamp(λ·s_i, lo_i, hi_i)</c> where λ solves <c>Σ x_i =
    /// C</c>.</summary>
    /// <param name="capacity">C, what there is; not negative.</param>
    /// <param name="floors">lo, what each must get; not negative.</param>
    /// <param name="ceilings">hi, what each can use; at least its floor.</param>
    /// <param name="shares">s, weights above 0.</param>
    /// <param name="result">Receives x.</param>
    /// <returns>λ: infinite when everyone gets its ceiling, 0 when not even the floors fit. They are then cut by one
    /// factor.</returns>
    /// <remarks>O(n log n). λ ↦ Σ x_i is piecewise linear and rises; its kinks lo_i/s_i and hi_i/s_i are sorted and
    /// walked until the capacity is used, and λ is then solved for on that piece from sums without drift.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double Divide(
        double capacity,
        ReadOnlySpan<double> floors,
        ReadOnlySpan<double> ceilings,
        ReadOnlySpan<double> shares,
        Span<double> result)
    {
        int count = floors.Length;
        if (ceilings.Length != count || shares.Length != count || result.Length != count)
        {
            throw new ArgumentException("Floors, ceilings, shares and the result are of one length.", nameof(result));
        }

        double least = Sum(floors);
        if (Sum(ceilings) <= capacity)
        {
            ceilings.CopyTo(result);

            return double.PositiveInfinity;
        }

        if (least >= capacity)
        {
            double cut = least > 0 ? capacity / least : 0;
            for (int i = 0; i < count; i++)
            {
                result[i] = floors[i] * cut;
            }

            return 0;
        }

        double level = Level(capacity, least, floors, ceilings, shares);
        for (int i = 0; i < count; i++)
        {
            result[i] = Math.Clamp(level * shares[i], floors[i], ceilings[i]);
        }

        return level;
    }

    private static double Level(
        double capacity, double least, ReadOnlySpan<double> floors, ReadOnlySpan<double> ceilings, ReadOnlySpan<double> shares)
    {
        double[] kinks = ArrayPool<double>.Shared.Rent(2 * floors.Length);
        double[] slopes = ArrayPool<double>.Shared.Rent(2 * floors.Length);
        try
        {
            int count = 0;
            for (int i = 0; i < floors.Length; i++)
            {
                if (ceilings[i] > floors[i])
                {
                    kinks[count] = floors[i] / shares[i];
                    slopes[count++] = shares[i];
                    kinks[count] = ceilings[i] / shares[i];
                    slopes[count++] = -shares[i];
                }
            }

            Array.Sort(kinks, slopes, 0, count);
            double kink = PieceBefore(capacity - least, kinks.AsSpan(0, count), slopes.AsSpan(0, count));

            return Solve(capacity, kink, floors, ceilings, shares);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(kinks);
            ArrayPool<double>.Shared.Return(slopes);
        }
    }

    // The first kink at which the remaining capacity is used; λ lies on the piece that ends there.
    private static double PieceBefore(double remaining, ReadOnlySpan<double> kinks, ReadOnlySpan<double> slopes)
    {
        double used = 0;
        double slope = 0;
        double last = 0;
        for (int i = 0; i < kinks.Length; i++)
        {
            used += slope * (kinks[i] - last);
            if (used >= remaining)
            {
                return kinks[i];
            }

            last = kinks[i];
            slope += slopes[i];
        }

        return last;
    }

    private static double Solve(
        double capacity, double kink, ReadOnlySpan<double> floors, ReadOnlySpan<double> ceilings, ReadOnlySpan<double> shares)
    {
        double settled = 0;
        double growing = 0;
        for (int i = 0; i < floors.Length; i++)
        {
            // Divided as the kinks were, so that equal numbers compare equal.
            if (floors[i] / shares[i] >= kink)
            {
                settled += floors[i];
            }
            else if (ceilings[i] / shares[i] < kink)
            {
                settled += ceilings[i];
            }
            else
            {
                growing += shares[i];
            }
        }

        return growing > 0 ? Math.Min(kink, (capacity - settled) / growing) : kink;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
