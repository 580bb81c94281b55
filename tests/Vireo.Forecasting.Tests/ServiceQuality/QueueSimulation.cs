using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Forecasting.Tests.ServiceQuality;

/// <summary>Simulates a service of c processors, request by request, in intervals of steady conditions.</summary>
internal static class QueueSimulation
{
    private const int Requests = 3_000;
    private const double ServiceSeconds = 0.05;

    /// <summary>One interval: the mean response time in seconds under Poisson arrivals.</summary>
    /// <param name="conditions">Load in requests a second; contention slows the processors.</param>
    /// <param name="isExponential">Service times: exponential (M/M/c) or nearly constant (M/G/c).</param>
    /// <param name="random">Chance.</param>
    public static QualityObservation Observe(ServiceConditions conditions, bool isExponential, Random random)
    {
        double[] freeAt = new double[(int)conditions.VirtualCpus];
        double now = 0;
        double total = 0;
        for (int request = 0; request < Requests; request++)
        {
            now += Exponential(random) / conditions.Load;
            int server = 0;
            for (int i = 1; i < freeAt.Length; i++)
            {
                server = freeAt[i] < freeAt[server] ? i : server;
            }

            double work = isExponential ? Exponential(random) : 0.8 + (0.4 * random.NextDouble());
            double end = Math.Max(now, freeAt[server]) + (work * ServiceSeconds / (1 - conditions.Contention));
            freeAt[server] = end;
            total += end - now;
        }

        return new(conditions, total / Requests);
    }

    /// <summary>Intervals at random loads up to a utilisation.</summary>
    public static QualityObservation[] Days(int count, double busiest, bool isExponential, int seed, params int[] sizes)
    {
        var random = new Random(seed);

        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                int servers = sizes[i % sizes.Length];
                double load = servers / ServiceSeconds * busiest * (0.15 + (0.85 * random.NextDouble()));

                return Observe(new(load, 0.1 * random.NextDouble(), servers, 8), isExponential, random);
            }),
        ];
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());
}
