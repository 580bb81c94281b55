namespace Vireo.Forecasting.Tests;

/// <summary>Series with known properties; the same on every run.</summary>
internal static class Waves
{
    public static double[] Noise(int length, int seed, double spread = 1)
    {
        var random = new Random(seed);

        return [.. Enumerable.Range(0, length).Select(_ => spread * Normal(random))];
    }

    public static double[] Constant(int length, double value) => [.. Enumerable.Repeat(value, length)];

    public static double[] Daily(int length, int season, double noise, int seed)
    {
        double[] errors = Noise(length, seed, noise);

        return [.. errors.Select((error, step) => 50 + (20 * Math.Sin(Math.Tau * step / season)) + error)];
    }

    public static double[] RandomWalk(int length, int seed)
    {
        double[] values = Noise(length, seed);
        values[0] += 1_000;
        for (int i = 1; i < length; i++)
        {
            values[i] += values[i - 1];
        }

        return values;
    }

    public static double[] Returning(int length, double phi, int seed)
    {
        double[] values = Noise(length, seed);
        for (int i = 1; i < length; i++)
        {
            values[i] += phi * values[i - 1];
        }

        return [.. values.Select(value => value + 40)];
    }

    public static double[] Forecast(this IPathModel model, int steps)
    {
        double[] path = new double[steps];
        model.Forecast(path);

        return path;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
