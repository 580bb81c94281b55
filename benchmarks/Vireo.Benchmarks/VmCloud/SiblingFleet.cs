using Vireo.Fleet;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>A seeded fleet of services: kinds have shapes of the day, tags have levels, and the machines of one service
/// follow its load.</summary>
/// <remarks>Three kinds times two tags, six services of each, five machines a service; the fifth of each is held out.
/// CPU in per cent of capacity on steps of five minutes.</remarks>
internal static class SiblingFleet
{
    private const int Day = 288;
    private const int Services = 6;
    private const int Replicas = 5;
    private const double Persistence = 0.8;
    private static readonly string[] Kinds = ["web", "batch", "database"];
    private static readonly string[] Tags = ["prod", "test"];

    /// <summary>The machines, by service; each fifth is the last of its service.</summary>
    public static TraceSeries[] Generate(int steps, int seed)
    {
        var random = new Random(seed);

        return
        [
            .. from kind in Kinds
               from tag in Tags
               from service in Enumerable.Range(0, Services)
               from machine in Service(random, kind, tag, service, steps)
               select machine,
        ];
    }

    /// <summary>What is known of a machine: its kind, its tag, its service, or several of them.</summary>
    public static Func<TraceSeries, VirtualMachine, VirtualMachine> Describe(bool byKind, bool byTag, bool byService) =>
        (one, machine) =>
        {
            string[] parts = one.Id.Split('/');

            return machine with
            {
                Name = "vm-1",
                Template = byKind ? new VmTemplateId(parts[1]) : null,
                Tags = byTag ? new TagSet($"env={parts[2]}") : default,
                Group = byService ? new VmGroupId(string.Join('-', parts[1..4])) : null,
            };
        };

    private static IEnumerable<TraceSeries> Service(Random random, string kind, string tag, int service, int steps)
    {
        double level = Math.Exp(0.25 * Normal(random)) * (tag == "test" ? 0.35 : 1);
        int shift = (int)(18 * Normal(random));
        for (int replica = 0; replica < Replicas; replica++)
        {
            double own = level * Math.Exp(0.1 * Normal(random));
            double noise = 0;
            double[] values = new double[steps];
            for (int step = 0; step < steps; step++)
            {
                noise = (Persistence * noise) + (Math.Sqrt(1 - (Persistence * Persistence)) * Normal(random));
                values[step] = Math.Clamp(own * (Shape(kind, step + shift) + (3 * noise)), 0, 100);
            }

            yield return new TraceSeries($"seeded/{kind}/{tag}/{service}/{replica}", "cpu_pct", values);
        }
    }

    private static double Shape(string kind, int step)
    {
        double day = (double)(((step % Day) + Day) % Day) / Day;

        return kind switch
        {
            "web" => 30 + (20 * Math.Sin(Math.Tau * (day - 0.33))),
            "batch" => day is > 0.04 and < 0.2 ? 65 : 6,
            _ => 45 + (5 * Math.Sin(Math.Tau * (day - 0.25))),
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
