namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Mean waiting time of a queue with several servers, in service times: Erlang's C formula.</summary>
/// <remarks>W = C(c, ρ) / (c (1 − ρ)), with C from the recursion of Erlang's B; other variabilities of arrivals and
/// services scale it (Kingman; Allen-Cunneen). Between whole numbers of servers it is interpolated; less than one
/// server is a slower one. Beyond <see cref="Saturated"/> the curve is straight: more is always worse, and nothing is
/// infinite.</remarks>
internal static class ErlangWaiting
{
    /// <summary>Utilisation beyond which the curve is straight.</summary>
    public const double Saturated = 0.97;

    private const double Chord = 0.005;
    private const double MostServers = 512;

    /// <summary>The waiting time.</summary>
    /// <param name="utilisation">ρ, not negative.</param>
    /// <param name="servers">c, above 0; beyond 512 as 512.</param>
    public static double At(double utilisation, double servers)
    {
        servers = Math.Min(servers, MostServers);
        if (servers < 1)
        {
            return At(utilisation, 1) / servers;
        }

        int lower = (int)servers;
        double part = servers - lower;
        double waiting = Straightened(utilisation, lower);

        return part == 0 ? waiting : waiting + (part * (Straightened(utilisation, lower + 1) - waiting));
    }

    private static double Straightened(double utilisation, int servers)
    {
        double waiting = Exact(Math.Min(utilisation, Saturated), servers);
        double excess = utilisation - Saturated;

        return excess <= 0
            ? waiting
            : waiting + (excess * (waiting - Exact(Saturated - Chord, servers)) / Chord);
    }

    private static double Exact(double utilisation, int servers)
    {
        double offered = utilisation * servers;
        double blocked = 1;
        for (int server = 1; server <= servers; server++)
        {
            blocked = offered * blocked / (server + (offered * blocked));
        }

        double delayed = blocked / (1 - (utilisation * (1 - blocked)));

        return delayed / (servers * (1 - utilisation));
    }
}
