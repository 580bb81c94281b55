using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Charts;

/// <summary>Adds series of one grid point by point.</summary>
public static class SeriesSum
{
    /// <summary>The sum over the longest common window of the grid; a point is a gap when no series has it. Null
    /// without series.</summary>
    /// <param name="series">All with the same step.</param>
    public static TimeSeries? Of(IReadOnlyList<TimeSeries> series)
    {
        if (series.Count == 0)
        {
            return null;
        }

        var first = series.MinBy(one => one.Start) ?? series[0];
        var end = series.Max(one => one.End);
        double[] sum = new double[(int)((end - first.Start) / first.Step)];
        Array.Fill(sum, double.NaN);
        foreach (var one in series)
        {
            Add(sum, one, (int)((one.Start - first.Start) / first.Step));
        }

        return first with { Values = sum };
    }

    private static void Add(double[] sum, TimeSeries series, int offset)
    {
        var values = series.Values.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                double before = sum[offset + i];
                sum[offset + i] = double.IsNaN(before) ? values[i] : before + values[i];
            }
        }
    }
}
