using Vireo.Scheduling.Pools;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>The simplest divisions that could be right: bisection on the level, no sorting, no events.</summary>
internal static class WaterFilling
{
    private const int Halvings = 200;

    public static double[] ByShares(double capacity, double[] floors, double[] ceilings, double[] shares)
    {
        if (floors.Sum() >= capacity)
        {
            return [.. floors.Select(floor => floors.Sum() > 0 ? floor * capacity / floors.Sum() : 0)];
        }

        double[] At(double level) => [.. shares.Select((share, i) => Math.Clamp(level * share, floors[i], ceilings[i]))];

        return At(Largest(level => At(level).Sum() <= capacity, ceilings.Zip(shares, (most, share) => most / share).Max() + 1));
    }

    /// <summary>Progressive filling by rounds: raise all that still grow until something is full, stop who needs it,
    /// repeat.</summary>
    public static double[] ByDominantShare(double[] capacity, double[] floors, double[] wants, double[] weights)
    {
        const int resources = EntitlementTree.Resources;
        int count = weights.Length;
        double[] speed = new double[count];
        double[] part = new double[count];
        bool[] stopped = new bool[count];
        for (int i = 0; i < count; i++)
        {
            double dominant = Enumerable.Range(0, resources).Max(r => wants[(i * resources) + r] / capacity[r]);
            speed[i] = dominant > 0 ? weights[i] / dominant : 0;
            stopped[i] = dominant == 0;
        }

        double Held(int i, int r, double level) => Math.Max(
            floors[(i * resources) + r],
            (stopped[i] ? part[i] : Math.Min(1, level * speed[i])) * wants[(i * resources) + r]);
        double Used(int r, double level) => Enumerable.Range(0, count).Sum(i => Held(i, r, level));

        while (stopped.Contains(false))
        {
            double level = Largest(
                at => Enumerable.Range(0, resources).All(r => Used(r, at) <= capacity[r] * (1 + 1e-12)),
                speed.Where(value => value > 0).Max(value => 1 / value) + 1);
            bool hasStopped = false;
            for (int i = 0; i < count; i++)
            {
                bool isShort = Enumerable.Range(0, resources).Any(r =>
                    Used(r, level) >= capacity[r] * (1 - 1e-9) && level * speed[i] * wants[(i * resources) + r] >=
                    floors[(i * resources) + r] * (1 - 1e-9) && wants[(i * resources) + r] > 0);
                if (!stopped[i] && (isShort || level * speed[i] >= 1 - 1e-9))
                {
                    part[i] = Math.Min(1, level * speed[i]);
                    stopped[i] = hasStopped = true;
                }
            }

            if (!hasStopped)
            {
                throw new InvalidOperationException("The twin found nobody to stop.");
            }
        }

        return [.. wants.Select((_, at) => Held(at / resources, at % resources, 0))];
    }

    private static double Largest(Func<double, bool> fits, double atMost)
    {
        double low = 0;
        double high = atMost;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = fits(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
