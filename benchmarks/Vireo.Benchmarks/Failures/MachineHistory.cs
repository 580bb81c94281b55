using Vireo.Detection;
using Vireo.Simulation;

namespace Vireo.Benchmarks.Failures;

/// <summary>A week of one generated machine: same seed, same history.</summary>
/// <remarks>Memory swings by the day. One in four leaks until processes are killed, after which it leaks anew, and each
/// time it may take the guest along; a third of the leaks are stopped by somebody. One in five has a service that gets
/// slower without bound and fails more often the slower it is, until it fails for good or is mended. What means
/// nothing: surges that fill memory and go, contention that makes all slow, a failure by itself. One in thirty fails without
/// a sign.</remarks>
internal sealed class MachineHistory
{
    public const int StepMinutes = 5;
    private const int Days = 7;
    private const int InHour = 60 / StepMinutes;
    private const int InDay = 24 * InHour;
    private const int Rows = Days * InDay;
    private const double Full = 0.97;
    private const double UsualResponse = 0.02;

    private readonly double[] _memory = new double[Rows];
    private readonly double[] _kills = new double[Rows];
    private readonly double[] _response = new double[Rows];
    private readonly double[] _ready = new double[Rows];
    private readonly List<int> _failures = [];

    private MachineHistory()
    {
    }

    /// <summary>Rows until it failed for good; all when it did not.</summary>
    public int Length { get; private set; } = Rows;

    /// <summary>Whether the guest is down then.</summary>
    public bool Fails => Length < Rows;

    public static TimeSpan Step => TimeSpan.FromMinutes(StepMinutes);

    public static MachineHistory Make(int seed)
    {
        var random = new SeededRandom((seed * 104_729L) + 11);
        var history = new MachineHistory();
        double calm = random.Between(0.3, 0.7);
        double swing = random.Between(0.02, 0.15);
        double noise = random.Between(0.002, 0.01);
        for (int row = 0; row < Rows; row++)
        {
            double day = Math.Sin(row * Math.Tau / InDay);
            history._memory[row] = calm + (swing * day) + (noise * Normal(random));
            history._response[row] = UsualResponse * (1 + (0.2 * day)) * Math.Exp(0.1 * Normal(random));
            history._ready[row] = Math.Abs(0.005 * Normal(random));
        }

        history.AddHarmless(random);
        if (random.NextDouble() < 0.25)
        {
            history.Leak(random);
        }

        if (random.NextDouble() < 0.2)
        {
            history.Sicken(random);
        }

        if (random.NextDouble() < 1.0 / 30)
        {
            history.FailAt(random.NextInt(Rows));
        }

        for (int row = 0; row < Rows; row++)
        {
            history._memory[row] = Math.Clamp(history._memory[row], 0, 1);
        }

        return history;
    }

    /// <summary>The signs in the two hours before a row.</summary>
    public MachineSigns SignsAt(int row)
    {
        int from = Math.Max(0, row - (2 * InHour));

        return MachineSigns.Of(new MachineWindow
        {
            Memory = _memory.AsSpan(from, row - from),
            Kills = _kills.AsSpan(from, row - from),
            Response = _response.AsSpan(from, row - from),
            Ready = _ready.AsSpan(from, row - from),
            Failures = _failures.Count(at => at < row && at >= row - InDay),
            Step = Step,
        });
    }

    private void AddHarmless(SeededRandom random)
    {
        foreach (int row in Moments(random, 0.3))
        {
            double height = random.Between(0.1, 0.4);
            int length = 3 + random.NextInt(3 * InHour);
            for (int at = row; at < Math.Min(Rows, row + length); at++)
            {
                _memory[at] = Math.Min(0.95, _memory[at] + (height * Math.Min(1, (at - row + 1) / 12.0)));
            }
        }

        foreach (int row in Moments(random, 0.3))
        {
            double wait = random.Between(0.05, 0.4);
            for (int at = row; at < Math.Min(Rows, row + random.NextInt(2 * InHour)); at++)
            {
                _ready[at] += wait;
                _response[at] *= 1 + (6 * wait);
            }
        }

        _failures.AddRange(Moments(random, 0.03));
    }

    private void Leak(SeededRandom random)
    {
        int from = random.NextInt(Rows);
        double inRow = 0.5 / (random.Between(3, 36) * InHour);
        int mended = random.NextDouble() < 0.35 ? from + random.NextInt(36 * InHour) : Rows;
        double leaked = 0;
        for (int row = from; row < Math.Min(Rows, mended) && row < Length; row++)
        {
            leaked += inRow;
            _memory[row] += leaked;
            if (_memory[row] < Full || random.NextDouble() < 0.5)
            {
                continue;
            }

            _kills[row] = (1 + random.NextInt(4)) / Step.TotalSeconds;
            leaked *= random.Between(0, 0.9);
            if (random.NextDouble() < 0.3)
            {
                FailAt(row + 1);
            }
        }
    }

    private void Sicken(SeededRandom random)
    {
        int from = random.NextInt(Rows);
        double doubling = random.Between(0.5, 4) * InHour;
        int mended = random.NextDouble() < 0.4 ? from + random.NextInt(16 * InHour) : Rows;
        for (int row = from; row < Math.Min(Rows, mended) && row < Length; row++)
        {
            double slower = Math.Min(200, Math.Pow(2, (row - from) / doubling));
            _response[row] *= slower * Math.Exp(0.2 * Normal(random));
            if (random.NextDouble() < 0.0015 * slower)
            {
                _failures.Add(row);
                if (random.NextDouble() < 0.35)
                {
                    FailAt(row + 1);
                }
            }
        }
    }

    private void FailAt(int row) => Length = Math.Min(Length, row);

    private static IEnumerable<int> Moments(SeededRandom random, double inDay)
    {
        for (int row = 0; row < Rows; row++)
        {
            if (random.NextDouble() < inDay / InDay)
            {
                yield return row;
            }
        }
    }

    private static double Normal(SeededRandom random) => SeededRandom.NormalAt((long)random.NextBits(), 0, 0);
}
