namespace Vireo.Forecasting.Boosting;

/// <summary>Exponentially smoothed levels, the newest value among them, and how well each has forecast of
/// late.</summary>
internal sealed class LevelBank
{
    /// <summary>How many levels.</summary>
    public const int Count = 5;

    private const int LongAhead = 12;
    private const double FastErrorRate = 0.02;
    private const double SlowErrorRate = 0.01;
    private static readonly double[] Alphas = [1, 0.6, 0.3, 0.1, 0.03];
    private readonly int _ahead;
    private readonly double _errorRate;
    private readonly double[] _levels = new double[Count];
    private readonly double[] _errors = new double[Count];
    private readonly double[] _past;

    /// <summary>Creates levels that are judged by their error some steps ahead.</summary>
    public LevelBank(int ahead)
    {
        _ahead = ahead;
        _errorRate = ahead > LongAhead ? SlowErrorRate : FastErrorRate;
        _past = new double[Count * ahead];
    }

    /// <summary>The levels, the fastest first.</summary>
    public ReadOnlySpan<double> Levels => _levels;

    /// <summary>The level that forecast best.</summary>
    public double Best => _levels[BestAt];

    /// <summary>Its mean absolute error.</summary>
    public double BestError => _errors[BestAt];

    private int BestAt
    {
        get
        {
            int best = 0;
            for (int i = 1; i < Count; i++)
            {
                best = _errors[i] < _errors[best] ? i : best;
            }

            return best;
        }
    }

    /// <summary>Learns a value.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="steps">Values seen, this one included.</param>
    public void Update(double value, int steps)
    {
        if (steps == 1)
        {
            Array.Fill(_levels, value);
            Array.Fill(_past, value);
        }

        for (int i = 0; i < Count; i++)
        {
            ref double past = ref _past[(i * _ahead) + (steps % _ahead)];
            _errors[i] += Math.Max(_errorRate, 1.0 / steps) * (Math.Abs(value - past) - _errors[i]);
            _levels[i] += Math.Max(Alphas[i], 1.0 / steps) * (value - _levels[i]);
            past = _levels[i];
        }
    }
}
