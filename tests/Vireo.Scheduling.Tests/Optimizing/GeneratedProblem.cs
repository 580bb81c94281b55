using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Tests.Optimizing;

/// <summary>A fleet of two generations of hosts, about a third full, its machines strewn at random.</summary>
internal static class GeneratedProblem
{
    private const int Steps = 6;
    private const double MeanFill = 0.35;
    private const double SpreadRatio = 0.3;
    private static readonly PowerCurve[] Curves =
        [new([60, 90, 120, 150, 200]), new([80, 100, 120, 140, 160, 180, 190, 200, 210, 220, 230])];

    /// <summary>The problem of a seed.</summary>
    public static PlacementProblem Create(int hosts, int machines, int seed)
    {
        var random = new Random(seed);
        int[] kinds = [.. Enumerable.Range(0, hosts).Select(_ => random.Next(2))];
        double[] cpu = [.. kinds.Select(kind => kind == 0 ? 20_000.0 : 30_000)];
        long[] memory = [.. kinds.Select(kind => (kind == 0 ? 128L : 192L) << 30)];
        double[] median = new double[machines * Steps];
        double[] spread = new double[machines * Steps];
        long[] bytes = new long[machines];
        double perHost = machines / (double)hosts;
        for (int machine = 0; machine < machines; machine++)
        {
            double mhz = cpu.Average() * MeanFill / perHost * random.NextDouble() * 2;
            bytes[machine] = (long)(random.NextDouble() * 2 * MeanFill * memory.Average() / perHost);
            for (int step = 0; step < Steps; step++)
            {
                median[(machine * Steps) + step] = mhz * (1 + (0.2 * Math.Sin(step + machine)));
                spread[(machine * Steps) + step] = mhz * SpreadRatio * mhz * SpreadRatio;
            }
        }

        return new PlacementProblem
        {
            Steps = Steps,
            HorizonHours = 1,
            MedianMhz = median,
            SpreadSquared = spread,
            QuantileDeviations = 1.645,
            MemoryBytes = bytes,
            MoveWattHours = [.. bytes.Select(one => 0.6 * one / (1L << 30))],
            Current = Strewn(random, median, bytes, cpu, memory),
            IsMovable = Filled(machines, true),
            MachineClass = new int[machines],
            ClassFits = new bool[,] { { true } },
            ApartGroups = new int[]?[machines],
            ForbiddenHosts = new int[]?[machines],
            OnlyHosts = new int[]?[machines],
            CpuMhz = cpu,
            CpuLimitMhz = [.. cpu.Select(one => 0.9 * one)],
            MemoryCapacity = memory,
            Power = [.. kinds.Select(kind => Curves[kind])],
            RestWatts = new double[hosts],
            IsOpen = Filled(hosts, true),
            MayEmpty = Filled(hosts, true),
            HostClass = new int[hosts],
            UnservedWattHoursPerMhzHour = 0.2,
            MinimumOccupied = 1,
            MostMoves = int.MaxValue,
            Neighbourhoods = 100,
            Seed = seed,
        };
    }

    private static int[] Strewn(Random random, double[] median, long[] bytes, double[] cpu, long[] memory)
    {
        const int MostTries = 1_000;
        double[] load = new double[cpu.Length];
        long[] used = new long[cpu.Length];
        int[] place = new int[bytes.Length];
        for (int machine = 0; machine < place.Length; machine++)
        {
            double mhz = 1.6 * median[machine * Steps];
            int host = random.Next(cpu.Length);
            for (int i = 0; i < MostTries && (load[host] + mhz > 0.85 * cpu[host] || used[host] + bytes[machine] > memory[host]); i++)
            {
                host = random.Next(cpu.Length);
            }

            place[machine] = host;
            load[host] += mhz;
            used[host] += bytes[machine];
        }

        return place;
    }

    private static bool[] Filled(int count, bool value)
    {
        bool[] array = new bool[count];
        Array.Fill(array, value);

        return array;
    }
}
