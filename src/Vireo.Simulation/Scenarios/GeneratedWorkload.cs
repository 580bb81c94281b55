using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>An endless load with daily and weekly seasons. Every value depends only on the seed, the machine and the
/// sample, so it can be read in any order and never runs out.</summary>
/// <param name="machines">One row each.</param>
/// <param name="seed">Of the noise.</param>
public sealed class GeneratedWorkload(ImmutableArray<GeneratedMachine> machines, long seed) : IWorkload
{
    private const int SamplesPerHour = 12;
    private const double BurstChance = 0.04;

    // Share of the busy level by hour of the day.
    private static readonly double[] Office =
        [0, 0, 0, 0, 0, 0, .05, .25, .7, .95, 1, .95, .75, .8, 1, .95, .8, .5, .25, .1, .05, 0, 0, 0];
    private static readonly double[] Web =
        [.35, .2, .12, .08, .06, .08, .15, .25, .35, .42, .48, .52, .55, .55, .52, .5, .55, .65, .8, .95, 1, .95, .8, .55];
    private static readonly double[] WebByWeekday = [.78, .76, .78, .82, .92, 1, .97];

    /// <inheritdoc/>
    public int Rows => machines.Length;

    /// <inheritdoc/>
    public TimeSpan Step => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public long? Samples => null;

    /// <inheritdoc/>
    public IReadOnlyList<WorkloadMetric> Metrics { get; } = Enum.GetValues<WorkloadMetric>();

    /// <inheritdoc/>
    public void Read(WorkloadMetric metric, long sample, Span<double> values)
    {
        for (int row = 0; row < machines.Length; row++)
        {
            values[row] = metric switch
            {
                WorkloadMetric.Cpu => Cpu(row, sample),
                WorkloadMetric.Memory => Memory(row, sample),
                _ => Traffic(metric, row, sample),
            };
        }
    }

    private double Cpu(int row, long sample)
    {
        var machine = machines[row];
        double busy = machine.Base + ((machine.Peak - machine.Base) * Busy(machine, row, sample));
        double slow = Slow(row, sample, SamplesPerHour * 2) * 2 * machine.Noise;
        double quick = SeededRandom.NormalAt(seed, row, sample) * machine.Noise;

        return Math.Clamp(busy * (1 + slow) + (quick * (0.2 + busy)), 0.005, 1);
    }

    private double Memory(int row, long sample)
    {
        var machine = machines[row];
        double busy = Busy(machine, row, sample - (sample % SamplesPerHour));

        return Math.Clamp(
            machine.MemoryBase + (0.08 * busy) + (0.03 * Slow(row + machines.Length, sample, SamplesPerHour * 6)),
            0.05, 0.98);
    }

    private double Traffic(WorkloadMetric metric, int row, long sample)
    {
        double direction = 0.3 + (0.7 * SeededRandom.At(seed + 7, row, (long)metric));
        double jitter = 0.8 + (0.4 * SeededRandom.At(seed + 11 + (long)metric, row, sample));

        return machines[row].BytesPerSecond * direction * jitter * Cpu(row, sample);
    }

    /// <summary>How busy a machine is by its habits, 0 to 1.</summary>
    private double Busy(GeneratedMachine machine, int row, long sample)
    {
        double hours = (double)sample / SamplesPerHour - machine.ShiftHours;
        double days = Math.Floor(hours / 24);
        double hour = hours - (days * 24);
        int weekday = (int)(((long)days % 7 + 7) % 7);

        return machine.Behaviour switch
        {
            MachineBehaviour.OfficeDay => Profile(Office, hour) * (weekday < 5 ? 1 : 0.08),
            MachineBehaviour.BatchNight => hour is >= 1 and < 5 ? 1 : 0,
            MachineBehaviour.Web => Profile(Web, hour) * WebByWeekday[weekday],
            MachineBehaviour.Steady => 0.5,
            _ => IsBurst(row, sample) ? 1 : 0.05,
        };
    }

    /// <summary>Bursts last from one to six samples and begin at no particular time.</summary>
    private bool IsBurst(int row, long sample)
    {
        for (int back = 0; back < 6; back++)
        {
            double draw = SeededRandom.At(seed + 3, row, sample - back);
            if (draw < BurstChance && (draw / BurstChance * 6) >= back)
            {
                return true;
            }
        }

        return false;
    }

    private static double Profile(double[] byHour, double hour)
    {
        int from = (int)hour % 24;

        return byHour[from] + ((byHour[(from + 1) % 24] - byHour[from]) * (hour - Math.Floor(hour)));
    }

    /// <summary>Noise that changes slowly: linear between independent numbers, -1 to 1.</summary>
    private double Slow(int row, long sample, int samplesPerKnot)
    {
        long knot = sample / samplesPerKnot;
        double into = (double)(sample % samplesPerKnot) / samplesPerKnot;
        double from = SeededRandom.At(seed + 5, row, knot);
        double to = SeededRandom.At(seed + 5, row, knot + 1);

        return (2 * (from + ((to - from) * into))) - 1;
    }
}
