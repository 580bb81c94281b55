using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>The lower convex hull of a power curve: what divisible load on a mix of hosts cannot undercut.</summary>
internal static class PowerHull
{
    /// <summary>Corner points, by rising CPU ratio.</summary>
    public static (double Ratio, double Watts)[] Of(PowerCurve curve)
    {
        var hull = new List<(double Ratio, double Watts)>();
        for (int i = 0; i < curve.WattsAt.Length; i++)
        {
            var next = (Ratio: i / (double)(curve.WattsAt.Length - 1), Watts: curve.WattsAt[i]);
            while (hull.Count > 1 && IsAbove(hull[^2], hull[^1], next))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(next);
        }

        return [.. hull];
    }

    private static bool IsAbove((double Ratio, double Watts) first, (double Ratio, double Watts) middle, (double Ratio, double Watts) last) =>
        (middle.Watts - first.Watts) * (last.Ratio - first.Ratio) >= (last.Watts - first.Watts) * (middle.Ratio - first.Ratio);
}
