namespace Vireo.Simulation;

/// <summary>Generates the requests of a web service: days, weeks, a mailing every morning, weather and flash
/// crowds.</summary>
public static class WebLoad
{
    private const int MinutesPerDay = 1_440;
    private const int MailingAt = 9 * 60;
    private const int MailingLasts = 25;

    // Share of the busiest hour, by hour of the day.
    private static readonly double[] Profile =
        [.35, .22, .15, .11, .1, .13, .22, .36, .5, .58, .62, .66, .68, .66, .62, .6, .64, .72, .84, .95, 1, .94, .78, .55];

    private static readonly double[] Weekday = [.86, .84, .85, .88, .94, 1, .97];

    /// <summary>Requests a second, one value a minute.</summary>
    /// <param name="days">How long.</param>
    /// <param name="peak">About the busiest minute of an ordinary day.</param>
    /// <param name="crowdsPerWeek">Flash crowds that nobody announces; each doubles the load within ten
    /// minutes.</param>
    /// <param name="seed">Of weather, noise and crowds.</param>
    public static double[] Create(int days, double peak, double crowdsPerWeek, long seed)
    {
        double[] load = new double[days * MinutesPerDay];
        for (int minute = 0; minute < load.Length; minute++)
        {
            double weather = 0.12 * Slow(seed, minute, 360) + (0.04 * Slow(seed + 1, minute, 30));
            double noise = 0.02 * SeededRandom.NormalAt(seed + 2, 0, minute);
            load[minute] = Math.Max(0, peak * Usual(minute) * (1 + weather + noise) * Crowd(seed, minute, crowdsPerWeek));
        }

        return load;
    }

    private static double Usual(int minute)
    {
        int day = minute / MinutesPerDay;
        int inDay = minute % MinutesPerDay;
        int hour = inDay / 60;
        double into = (inDay % 60) / 60.0;
        double profile = Profile[hour] + ((Profile[(hour + 1) % 24] - Profile[hour]) * into);
        bool isMailing = inDay >= MailingAt && inDay < MailingAt + MailingLasts;

        return Weekday[day % 7] * (profile + (isMailing ? 0.3 : 0));
    }

    // Of each past minute that began a crowd: ten minutes up, an hour down.
    private static double Crowd(long seed, int minute, double perWeek)
    {
        double factor = 1;
        double chance = perWeek / (7 * MinutesPerDay);
        for (int back = 0; back < 90 && back <= minute; back++)
        {
            if (SeededRandom.At(seed + 3, 1, minute - back) < chance)
            {
                factor = Math.Max(factor, 1 + (back < 10 ? back / 10.0 : Math.Exp(-(back - 10) / 25.0)));
            }
        }

        return factor;
    }

    private static double Slow(long seed, int minute, int every)
    {
        long knot = minute / every;
        double into = (double)(minute % every) / every;
        double from = SeededRandom.At(seed, 5, knot);

        return (2 * (from + ((SeededRandom.At(seed, 5, knot + 1) - from) * into))) - 1;
    }
}
