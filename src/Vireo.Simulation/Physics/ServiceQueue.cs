namespace Vireo.Simulation;

/// <summary>What users of a service notice of its queue: a few servers and a waiting room that is full at some
/// point.</summary>
/// <remarks>M/M/c/K, with K = c + <see cref="WaitingRoom"/>: with ρ the offered load for each server and B Erlang's
/// loss formula, the weights of all states relative to that of c requests add up to 1/B + Σρʲ. Gross and Harris,
/// <em>Fundamentals of Queueing Theory</em>, section 2.4.</remarks>
internal static class ServiceQueue
{
    private const int WaitingRoom = 100;
    private const int MostServers = 64;
    private const int PacketsBuffered = 100;

    /// <summary>Mean response time in service times, and the share of requests that is refused, in the steady
    /// state.</summary>
    /// <param name="utilisation">ρ, not negative; may exceed 1.</param>
    /// <param name="servers">c, from 1; beyond 64 as 64.</param>
    public static (double Response, double Refused) At(double utilisation, int servers)
    {
        int count = Math.Clamp(servers, 1, MostServers);
        (double queue, double waiting, double full) = (0, 0, 1);
        for (int j = 1; j <= WaitingRoom; j++)
        {
            full *= utilisation;
            queue += full;
            waiting += j * full;
        }

        double all = StatesWithoutQueue(utilisation * count, count) + queue;
        double refused = full / all;
        double served = utilisation * count * (1 - refused);

        return (served > 0 ? 1 + (waiting / all / served) : 1, refused);
    }

    /// <summary>Share of packets lost on a link with a buffer: M/M/1/K.</summary>
    /// <param name="utilisation">Offered traffic over the link's rate, not negative.</param>
    public static double Lost(double utilisation)
    {
        (double all, double full) = (1, 1);
        for (int packets = 1; packets <= PacketsBuffered; packets++)
        {
            full *= utilisation;
            all += full;
        }

        return full / all;
    }

    // Σ aⁿ/n! over n ≤ c, relative to aᶜ/c!: the inverse of Erlang's loss formula.
    private static double StatesWithoutQueue(double offered, int servers)
    {
        double inverse = 1;
        for (int server = 1; server <= servers && offered > 0; server++)
        {
            inverse = 1 + (inverse * server / offered);
        }

        return offered > 0 ? inverse : double.PositiveInfinity;
    }
}
