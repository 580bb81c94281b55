using System.Buffers;
using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Theta;

/// <summary>The dynamic optimised Theta model, after a fixed season was taken out.</summary>
/// <remarks>A smoothed level and a share of the line through everything so far (<see cref="ThetaState"/>); the share is
/// found with the weight, so noise without a trend is smoothed only. A season is used when it is significant and seen
/// twice (<see cref="SeasonalIndices"/>). A gap counts as expected. Fewer than four values, or a constant, are smoothed
/// without a line. An update costs some nanoseconds.</remarks>
public sealed class ThetaModel : IPathModel, ISeasonalModel
{
    private readonly int _period;
    private SeasonalIndices _season = SeasonalIndices.None;
    private ThetaParameters _parameters = new(1, 0);
    private ThetaState _state;
    private int _phase;
    private bool _isStarted;

    /// <summary>Creates the model.</summary>
    /// <param name="seasonLength">Steps in one season; 1 for none.</param>
    public ThetaModel(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seasonLength);
        _period = seasonLength;
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Theta;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _season.Period > 1 ? [_season.Period] : [];

    /// <summary>The parameters in use.</summary>
    public ThetaParameters Parameters => _parameters;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _season = SeasonalIndices.None;
        _parameters = new ThetaParameters(1, 0);
        _isStarted = false;
        _phase = 0;
        while (!history.IsEmpty && !double.IsFinite(history[0]))
        {
            history = history[1..];
        }

        if (history.IsEmpty)
        {
            return;
        }

        double[] buffer = ArrayPool<double>.Shared.Rent(history.Length);
        try
        {
            Span<double> values = buffer.AsSpan(0, history.Length);
            Gaps.Fill(history, _period, values);
            _season = SeasonalIndices.Of(values, _period);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = _season.Remove(values[i], i % _season.Period);
            }

            ThetaFit fit = ThetaFitter.Fit(values);
            _parameters = fit.Parameters;
            _state = ThetaState.Before(fit.Level);
            _isStarted = true;
            foreach (double value in values)
            {
                Learn(value);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        if (_isStarted)
        {
            Learn(double.IsFinite(value) ? _season.Remove(value, _phase) : value);
        }
        else if (double.IsFinite(value))
        {
            _state = ThetaState.Before(value);
            _isStarted = true;
            Learn(value);
        }
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        if (!_isStarted)
        {
            path.Fill(double.NaN);

            return;
        }

        ThetaState state = _state;
        int phase = _phase;
        for (int step = 0; step < path.Length; step++)
        {
            path[step] = _season.Restore(state.Expected(_parameters), phase);
            state = state.Next(double.NaN, _parameters);
            phase = phase + 1 == _season.Period ? 0 : phase + 1;
        }
    }

    private void Learn(double value)
    {
        _state = _state.Next(value, _parameters);
        _phase = _phase + 1 == _season.Period ? 0 : _phase + 1;
    }
}
