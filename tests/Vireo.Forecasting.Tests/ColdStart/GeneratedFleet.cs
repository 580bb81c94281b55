using Vireo.Forecasting.ColdStart;

namespace Vireo.Forecasting.Tests.ColdStart;

/// <summary>A fleet of two kinds: web machines busy by day and weak at weekends, batch machines busy by
/// night.</summary>
internal static class GeneratedFleet
{
    public const double Capacity = 8_000;
    public static readonly WeekSlots Hours = new(24);

    public static Traits Of(string kind, params string[] tags) => new(kind, [.. tags]);

    public static Sibling Machine(int seed, string kind, int weeks = 2)
    {
        var random = new Random(seed);
        double level = (kind == "web" ? 0.4 : 0.2) * Math.Exp(0.3 * Normal(random));
        double[] demand = new double[weeks * Hours.PerWeek];
        double noise = 0;
        for (int step = 0; step < demand.Length; step++)
        {
            noise = (0.5 * noise) + (0.1 * Normal(random));
            demand[step] = Capacity * level * Shape(kind, step) * Math.Max(0, 1 + noise);
        }

        return new Sibling(Of(kind, kind == "web" ? "tier:front" : "tier:back"), Capacity, 0, demand);
    }

    public static Sibling[] Fleet(int machines, int seed = 1) =>
        [.. Enumerable.Range(0, machines).Select(i => Machine((seed * 1_000) + i, i % 2 == 0 ? "web" : "batch"))];

    /// <summary>What such a machine really does at a slot of the week, relative to its mean hour.</summary>
    public static double Shape(string kind, int slot)
    {
        int hour = slot % 24;
        double day = kind == "web"
            ? 1 + (0.7 * Math.Sin(Math.Tau * (hour - 8) / 24))
            : hour < 4 ? 3 : 0.6;

        return kind == "web" && slot % Hours.PerWeek >= 5 * 24 ? 0.5 * day : day;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
