namespace Vireo.Benchmarks.Detect;

/// <summary>The use of a resource over some days, and when it was full.</summary>
/// <param name="Kind">What the generator made.</param>
/// <param name="Use">Share of the limit, a value every five minutes.</param>
/// <param name="FullAt">Row at which it reached the limit; null when it never would.</param>
/// <param name="StartsAt">Row at which the fault began.</param>
internal sealed record FillingCase(string Kind, double[] Use, int? FullAt, int StartsAt)
{
    private const int RowsADay = 288;

    /// <summary>Faults that fill.</summary>
    public static readonly string[] Faults = ["steady leak", "leak in steps", "leak under collection", "disk fill", "fast fill", "fill with clean-ups"];

    /// <summary>Use that never fills.</summary>
    public static readonly string[] Harmless = ["saw-tooth", "clean-up", "daily swing", "new level", "noise", "warm-up"];

    /// <summary>Makes one case.</summary>
    public static FillingCase Make(string kind, Random random)
    {
        int rows = RowsADay * 4;
        double[] use = new double[rows];
        double level = 0.2 + (0.3 * random.NextDouble());
        double noise = 0.002 + (0.01 * random.NextDouble());
        double swing = 0.05 * random.NextDouble();
        int start = random.Next(RowsADay / 2, RowsADay * 2);

        // Full after three hours to a day and a half; a fast one after one to three hours.
        double duration = kind == "fast fill" ? 12 + (24 * random.NextDouble()) : 36 + (400 * random.NextDouble());
        double slope = (1 - level) / duration;
        int period = random.Next(6, 72);
        double tooth = 0.1 + (0.3 * random.NextDouble());
        double walk = 0;
        int? fullAt = null;
        for (int row = 0; row < rows; row++)
        {
            walk = (0.95 * walk) + (noise * Gauss(random));
            double since = Math.Max(0, row - start);
            double value = level + walk + (swing * Math.Sin(row * Math.Tau / RowsADay)) + kind switch
            {
                "steady leak" or "disk fill" or "fast fill" => slope * since,
                "leak in steps" => slope * period * Math.Floor(since / period),
                "leak under collection" => (slope * since) + (0.3 * tooth * (row % period / (double)period)),
                "fill with clean-ups" => (slope * since) - (0.3 * Math.Min(slope * since, tooth) * (since % (4 * period) > 3.9 * period ? 1 : 0)),
                "saw-tooth" => tooth * (row % period / (double)period),
                "clean-up" => Math.Min(0.45, slope * (row % (RowsADay / 2))),
                "daily swing" => 0.2 * Math.Sin(row * Math.Tau / RowsADay),
                "new level" => 0.25 * Math.Min(1, since / (1 + (period / 3.0))),
                "warm-up" => 0.3 * (1 - Math.Exp(-row / 60.0)),
                _ => 0,
            };
            use[row] = Math.Clamp(value, 0, 1);
            if (Faults.Contains(kind) && use[row] >= 1)
            {
                fullAt = row;

                return new FillingCase(kind, use[..(row + 1)], fullAt, start);
            }
        }

        return new FillingCase(kind, use, fullAt, start);
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
