using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Level;

namespace Vireo.Forecasting.Lstm;

/// <summary>A small network trained on one series alone, for when there is no fleet to learn from.</summary>
/// <remarks>Fitting trains for about a second when the history holds at least <see cref="LeastValues"/> known values;
/// with fewer it is a <see cref="DampedLevelModel"/> whose quantiles are a normal spread that grows with the root of
/// the distance. Where there are other series, train a <see cref="LstmNetwork"/> on all and use
/// <see cref="LstmModel"/>.</remarks>
public sealed class SelfTaughtLstmModel : IForecastModel, IFallback
{
    /// <summary>Known values that are needed to train.</summary>
    public const int LeastValues = 240;

    private const int Day = 288;
    private const double LargestMove = 1e300;
    private const int ShortestHorizon = 12;
    private const int LongestHorizon = 48;
    private readonly int _season;
    private readonly DampedLevelModel _level;
    private LstmModel? _taught;
    private double _last = double.NaN;
    private double _move;
    private int _moveCount;

    /// <summary>Creates the model.</summary>
    /// <param name="season">Steps in a season; 1 for none.</param>
    public SelfTaughtLstmModel(int season)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        _season = season;
        _level = new DampedLevelModel(Math.Max(season, Day));
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Lstm;

    string? IFallback.InPlace => _taught is null ? ModelNames.Level : null;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _last = double.NaN;
        _move = 0;
        _moveCount = 0;
        _taught = Teach(history);
        _taught?.Fit(history);
        _level.Fit(history);
        foreach (double value in history)
        {
            Move(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        _taught?.Update(value);
        _level.Update(value);
        Move(value);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        if (_taught is { } taught)
        {
            taught.Forecast(path);
        }
        else
        {
            _level.Forecast(path);
        }
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantiles.Length, levels.Length * steps);
        QuantileCurve.Check(levels);
        if (_taught is { } taught)
        {
            taught.Forecast(levels, steps, quantiles);

            return;
        }

        for (int level = 0; level < levels.Length; level++)
        {
            Span<double> row = quantiles.Slice(level * steps, steps);
            _level.Forecast(row);
            double distance = levels[level] == 0.5 ? 0 : _move * NormalQuantile.Of(levels[level]);
            for (int step = 0; step < steps; step++)
            {
                row[step] += distance * Math.Sqrt(step + 1);
            }
        }
    }

    private LstmModel? Teach(ReadOnlySpan<double> history)
    {
        int known = 0;
        foreach (double value in history)
        {
            known += double.IsFinite(value) ? 1 : 0;
        }

        return known < LeastValues
            ? null
            : new LstmModel(LstmTrainer.Train([history.ToArray()], Options(), null, null, CancellationToken.None));
    }

    private LstmTrainingOptions Options() => new()
    {
        Shape = LstmShape.For(_season, Math.Clamp(_season, ShortestHorizon, LongestHorizon)) with
        {
            Hidden = 16,
            Dense = 16,
        },
        Epochs = 20,
        WindowsPerSeries = 512,
        BatchSize = 32,
    };

    private void Move(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        if (double.IsFinite(_last))
        {
            _moveCount = Math.Min(_moveCount + 1, Day);
            _move += (Math.Min(Math.Abs(value - _last), LargestMove) - _move) / _moveCount;
        }

        _last = value;
    }
}
