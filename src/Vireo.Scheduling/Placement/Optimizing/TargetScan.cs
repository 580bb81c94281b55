using System.Numerics;

namespace Vireo.Scheduling.Placement.Optimizing;

/// <summary>The hosts as flat arrays of single precision, searched as vectors: which one would a machine leave the
/// least room on, most efficient hosts first.</summary>
/// <remarks>A filter, not a judge: CPU is estimated from each host's worst step, so the caller asks the exact rules of
/// what is found. 10,000 hosts take some microseconds.</remarks>
internal sealed class TargetScan
{
    private const float Never = float.MaxValue;
    private readonly PlacementProblem _problem;
    private readonly float[] _room;
    private readonly float[] _spread;
    private readonly float[] _memory;
    private readonly float[] _rank;
    private readonly float[] _scale;
    private readonly float[] _efficiency;
    private readonly float[] _scores;

    /// <summary>Ranks the hosts by what they draw per MHz at full load.</summary>
    public TargetScan(PlacementProblem problem)
    {
        _problem = problem;
        int length = (problem.Hosts + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _room = Filled(length, -Never);
        _spread = new float[length];
        _memory = Filled(length, -Never);
        _rank = Filled(length, Never);
        _scale = new float[length];
        _scores = Filled(length, Never);
        _efficiency = new float[length];
        double[] watts = [.. Enumerable.Range(0, problem.Hosts).Select(host => WattsPerMhz(problem, host))];
        double[] order = [.. watts.Distinct().Order()];
        for (int host = 0; host < problem.Hosts; host++)
        {
            _efficiency[host] = 4f * Array.BinarySearch(order, watts[host]);
            _scale[host] = (float)(1 / Math.Max(problem.CpuLimitMhz[host], 1e-9));
        }
    }

    /// <summary>What a host draws per MHz at full load.</summary>
    public static double WattsPerMhz(PlacementProblem problem, int host) =>
        problem.CpuMhz[host] > 0 ? problem.Power[host].At(1).Value / problem.CpuMhz[host] : double.MaxValue;

    /// <summary>Takes note of what a host carries now.</summary>
    public void Set(int host, long memory, bool isOccupied, ReadOnlySpan<double> median, ReadOnlySpan<double> spread)
    {
        int worst = 0;
        double peak = -1;
        for (int step = 0; step < median.Length; step++)
        {
            double at = median[step] + Math.Sqrt(Math.Max(0, spread[step]));
            if (at > peak)
            {
                peak = at;
                worst = step;
            }
        }

        _room[host] = (float)(_problem.CpuLimitMhz[host] - median[worst]);
        _spread[host] = (float)Math.Max(0, spread[worst]);
        _memory[host] = (float)(_problem.MemoryCapacity[host] - memory);
        _rank[host] = _problem.IsOpen[host] ? _efficiency[host] + (isOccupied ? 0 : 2) : Never;
    }

    /// <summary>Closes a host to the search until it is <see cref="Set"/> again.</summary>
    public void Close(int host) => _rank[host] = Never;

    /// <summary>Scores every host for a machine and gives the scores; lower is better, at least <see cref="None"/> is
    /// none.</summary>
    public ReadOnlySpan<float> Score(float medianMhz, float spreadSquared, float memoryBytes)
    {
        var median = new Vector<float>(medianMhz);
        var squares = new Vector<float>(spreadSquared);
        var bytes = new Vector<float>(memoryBytes);
        var never = new Vector<float>(Never);
        for (int i = 0; i < _scores.Length; i += Vector<float>.Count)
        {
            var left = new Vector<float>(_room, i) - median - Vector.SquareRoot(new Vector<float>(_spread, i) + squares);
            var fits = Vector.GreaterThanOrEqual(left, Vector<float>.Zero) &
                Vector.GreaterThanOrEqual(new Vector<float>(_memory, i), bytes);
            var score = new Vector<float>(_rank, i) + (left * new Vector<float>(_scale, i));
            Vector.ConditionalSelect(fits, score, never).CopyTo(_scores, i);
        }

        return _scores.AsSpan(0, _problem.Hosts);
    }

    /// <summary>The same one host at a time: what the vectors are tested against.</summary>
    public float ScoreOf(int host, float medianMhz, float spreadSquared, float memoryBytes)
    {
        float left = _room[host] - medianMhz - MathF.Sqrt(_spread[host] + spreadSquared);

        return left >= 0 && _memory[host] >= memoryBytes ? _rank[host] + (left * _scale[host]) : Never;
    }

    /// <summary>Scores from here on mean that a host is no target.</summary>
    public static float None => 1e30f;

    private static float[] Filled(int length, float value)
    {
        float[] array = new float[length];
        Array.Fill(array, value);

        return array;
    }
}
