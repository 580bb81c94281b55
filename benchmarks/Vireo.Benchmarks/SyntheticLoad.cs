using Vireo.Fleet;

namespace Vireo.Benchmarks;

/// <summary>A fleet whose load has a day, a level, noise and spikes; the same on every run.</summary>
internal sealed class SyntheticLoad
{
    private const double Capacity = 8_000;
    private const long Memory = 16L << 30;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly Metric[] _metrics;

    public SyntheticLoad(int machines, Metric[] metrics)
    {
        _metrics = metrics;
        var cluster = new ClusterId("bench");
        Snapshot = FleetSnapshot.Create(
            Start,
            cluster,
            [],
            Enumerable.Range(0, machines).Select(index => new VirtualMachine(
                new($"vm-{index:00000}"),
                $"vm-{index:00000}",
                new ProviderId("bench"),
                cluster,
                Host: null,
                PowerState.On,
                Cores: 4,
                new CpuMhz(Capacity),
                new MemoryBytes(Memory),
                Mobility.Free,
                Group: null,
                Pool: null)),
            [],
            []);
    }

    public FleetSnapshot Snapshot { get; }

    /// <summary>The newest points up to a step, of all machines or of some.</summary>
    public FleetSeries Window(int end, int length, int firstMachine = 0, int machines = int.MaxValue)
    {
        Dictionary<SeriesKey, TimeSeries> series = [];
        int last = (int)Math.Min(Snapshot.VirtualMachines.Length, firstMachine + (long)machines);
        for (int machine = firstMachine; machine < last; machine++)
        {
            for (int metric = 0; metric < _metrics.Length; metric++)
            {
                double[] values = new double[length];
                for (int i = 0; i < length; i++)
                {
                    double ratio = Ratio((machine * _metrics.Length) + metric, end - length + i);
                    values[i] = ratio * (_metrics[metric] == Metric.MemoryUsage ? Memory : Capacity);
                }

                var key = new SeriesKey(EntityId.Of(Snapshot.VirtualMachines[machine].Id), _metrics[metric]);
                series.Add(key, new(key, Start + ((end - length) * Step), Step, values, DataQuality.Perfect));
            }
        }

        return new(Start + (end * Step), Step, series);
    }

    private static double Ratio(int series, int step)
    {
        double daily = 0.1 * (series % 3) * Math.Sin(Math.Tau * (step + (series * 7)) / 288);
        double noise = 0.1 * (Hash(series, step) - 0.5);
        double spike = Hash(series, step / 3) > 0.98 ? 0.4 : 0;

        return Math.Clamp(0.3 + daily + noise + spike, 0, 1);
    }

    private static double Hash(int series, int step)
    {
        uint mixed = ((uint)series * 2654435761) ^ ((uint)step * 2246822519);
        mixed = (mixed ^ (mixed >> 15)) * 3266489917;

        return (mixed ^ (mixed >> 13)) / (double)uint.MaxValue;
    }
}
