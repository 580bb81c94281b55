using Vireo.Simulation;

namespace Vireo.Benchmarks.Failures;

/// <summary>Two weeks of the error counter of one generated host, and when it failed: same seed, same history.</summary>
/// <remarks>Every host has a rate of errors of its own. Now and then a burst means nothing: a cable, a reboot. Two in five
/// begin to degrade: errors double every quarter of an hour to two hours, until the host fails, the sooner the more
/// errors, or the device is taken out of use. One in twenty dies without a sign.</remarks>
/// <param name="Errors">In each five minutes, until it failed.</param>
/// <param name="FailsAt">Row at which it failed; null when it did not.</param>
internal sealed record HostHistory(double[] Errors, int? FailsAt)
{
    public const int Days = 14;
    public const int StepMinutes = 5;
    private const int RowsInHour = 60 / StepMinutes;
    private const int Rows = Days * 24 * RowsInHour;
    private const double BurstsInDay = 0.1;
    private const double DegradeShare = 0.4;
    private const double HealShare = 0.4;
    private const double SuddenShare = 0.05;

    // Chance to fail within a row at one error a minute; it grows with the errors to the power of 0.7.
    private const double FailAtOneError = 0.002;
    private const double FailPower = 0.7;

    public static HostHistory Make(int seed)
    {
        var random = new SeededRandom((seed * 104_729L) + 3);
        double[] errors = new double[Rows];
        double usualInRow = LogBetween(random, 0.01, 3) / RowsInHour;
        for (int row = 0; row < Rows; row++)
        {
            errors[row] = Poisson(random, usualInRow);
        }

        AddBursts(random, errors);
        int? failsAt = random.NextDouble() < SuddenShare ? random.NextInt(Rows) : null;
        if (random.NextDouble() < DegradeShare)
        {
            failsAt = Earlier(failsAt, Degrade(random, errors));
        }

        return new(failsAt is { } end ? errors[..end] : errors, failsAt);
    }

    private static void AddBursts(SeededRandom random, double[] errors)
    {
        int bursts = (int)Poisson(random, BurstsInDay * Days);
        for (int burst = 0; burst < bursts; burst++)
        {
            int at = random.NextInt(Rows);
            int length = 1 + random.NextInt(6);
            double size = LogBetween(random, 5, 300) / length;
            for (int row = at; row < Math.Min(Rows, at + length); row++)
            {
                errors[row] += Poisson(random, size);
            }
        }
    }

    private static int? Degrade(SeededRandom random, double[] errors)
    {
        int from = random.NextInt(Rows);
        double atFirst = LogBetween(random, 0.2, 2);
        double doublingRows = LogBetween(random, 15, 120) / StepMinutes;
        bool heals = random.NextDouble() < HealShare;
        int healsAt = from + (int)(LogBetween(random, 0.5, 6) * RowsInHour);
        for (int row = from; row < Rows && !(heals && row >= healsAt); row++)
        {
            double inMinute = Math.Min(atFirst * Math.Pow(2, (row - from) / doublingRows), 2_000);
            errors[row] += Poisson(random, inMinute * StepMinutes);
            if (!heals && random.NextDouble() < FailAtOneError * Math.Pow(inMinute, FailPower))
            {
                return row + 1;
            }
        }

        return null;
    }

    private static int? Earlier(int? one, int? other) => one is null || other < one ? other ?? one : one;

    private static double LogBetween(SeededRandom random, double low, double high) =>
        low * Math.Pow(high / low, random.NextDouble());

    private static double Poisson(SeededRandom random, double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * SeededRandom.NormalAt((long)random.NextBits(), 0, 0))));
        }

        double limit = Math.Exp(-mean);
        double product = random.NextDouble();
        int count = 0;
        while (product > limit)
        {
            count++;
            product *= random.NextDouble();
        }

        return count;
    }
}
