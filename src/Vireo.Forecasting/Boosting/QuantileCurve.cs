using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>Any quantile from the seven that trees know.</summary>
internal static class QuantileCurve
{
    private static readonly double[] Normals = BuildNormals();

    /// <summary>The quantile of a level: linear in the normal quantile between and beyond the known ones.</summary>
    /// <param name="known">The seven, ascending.</param>
    /// <param name="level">Strictly between 0 and 1.</param>
    public static double At(ReadOnlySpan<float> known, double level)
    {
        int lower = 0;
        while (lower < QuantileLevels.Count - 2 && level >= QuantileLevels.Values[lower + 1])
        {
            lower++;
        }

        double part = (NormalQuantile.Of(level) - Normals[lower]) / (Normals[lower + 1] - Normals[lower]);

        return known[lower] + (part * (known[lower + 1] - known[lower]));
    }

    private static double[] BuildNormals()
    {
        double[] normals = new double[QuantileLevels.Count];
        for (int level = 0; level < normals.Length; level++)
        {
            normals[level] = NormalQuantile.Of(QuantileLevels.Values[level]);
        }

        return normals;
    }
}
