namespace Vireo.Forecasting.Linear;

/// <summary>What a linear model knows: coefficients, the last season, the slow level and the phase of each
/// season.</summary>
internal sealed class LinearState
{
    private const int FixedFeatures = 5;
    private const double LevelWeight = 1.0 / 36;
    private const double BaseWeight = 1.0 / 100;

    /// <summary>A row of 230 values ago counts half.</summary>
    private const double Memory = 0.997;

    /// <summary>Times the usual distance of a lag from the level, beyond which its row counts for less
    /// (Mallows).</summary>
    private const double FarAway = 3;

    private readonly double _mean;
    private readonly double _deviation;
    private readonly int _lag;
    private readonly float[] _ring;
    private readonly HarmonicTerms[] _harmonics;
    private readonly RidgeRegression _regression;
    private ErrorScale _errors;
    private ErrorScale _distances;
    private int _seen;
    private double _level;
    private double _base;
    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;

    public LinearState(int[] seasons, double mean, double deviation, double ridge)
    {
        _mean = mean;
        _deviation = deviation;
        _lag = seasons.Length > 0 ? seasons[0] : 0;
        _ring = new float[_lag + 2];
        _harmonics = [.. seasons.Select(HarmonicTerms.For)];
        _regression = new RidgeRegression(
            FixedFeatures + (_lag > 0 ? 2 : 0) + _harmonics.Sum(terms => terms.Count), ridge);
    }

    /// <summary>The coefficients, of values in units of the history's deviation.</summary>
    public ReadOnlySpan<double> Coefficients => _regression.Coefficients;

    public void Update(double value) => Take(value, this);

    /// <summary>Learns a value of a history that an earlier state has seen whole: that one's error says what it is
    /// worth.</summary>
    public void Replay(double value, LinearState earlier) => Take(value, earlier);

    public void Forecast(Span<double> path)
    {
        if (_highest < _lowest)
        {
            path.Fill(double.NaN);

            return;
        }

        double last = Lag(_seen - 1);
        if (_seen <= _lag + 1)
        {
            path.Fill(_mean + (_deviation * last));

            return;
        }

        ReadOnlySpan<double> coefficients = _regression.Coefficients;
        path.Fill(coefficients[0]);
        AddCalendar(coefficients, path);
        Follow(coefficients, last, path);
        for (int step = 0; step < path.Length; step++)
        {
            path[step] = _mean + (_deviation * path[step]);
        }
    }

    private void AddCalendar(ReadOnlySpan<double> coefficients, Span<double> path)
    {
        int next = FixedFeatures + (_lag > 0 ? 2 : 0);
        foreach (HarmonicTerms terms in _harmonics)
        {
            terms.AddTo(_seen, coefficients.Slice(next, terms.Count), path);
            next += terms.Count;
        }
    }

    // Takes the part of each step that no forecast changes, and adds what follows from the steps before. Whatever does
    // not depend on the step just before is summed first, so that a step waits for the last one as short as it can.
    private void Follow(ReadOnlySpan<double> coefficients, double last, Span<double> path)
    {
        double slack = 0.5 * (_highest - _lowest);
        (double lowest, double highest) = (_lowest - slack, _highest + slack);
        (double ofSeason, double ofSeasonBefore) = _lag > 0 ? (coefficients[5], coefficients[6]) : (0, 0);
        (double ofBefore, double ofLevel, double ofBase) =
            (coefficients[2], coefficients[3] + coefficients[4], -coefficients[4]);
        double ofLast = coefficients[1] + (ofLevel * LevelWeight) + (ofBase * BaseWeight);
        double level = (_level - (LevelWeight * last)) / (1 - LevelWeight);
        double slow = (_base - (BaseWeight * last)) / (1 - BaseWeight);
        double before = Lag(_seen - 2);
        double seasonBefore = Lag(_seen - _lag - 1);
        int at = (int)((uint)(_seen - _lag) % (uint)_ring.Length);
        for (int step = 0; step < path.Length; step++)
        {
            double seasonAgo = step >= _lag ? path[step - _lag] : _ring[at];
            at = at + 1 == _ring.Length ? 0 : at + 1;
            double rest = path[step] + (ofSeason * seasonAgo) + (ofSeasonBefore * seasonBefore) + (ofBefore * before)
                + (ofLevel * (1 - LevelWeight) * level) + (ofBase * (1 - BaseWeight) * slow);
            level += LevelWeight * (last - level);
            slow += BaseWeight * (last - slow);
            before = last;
            seasonBefore = seasonAgo;
            last = Math.FusedMultiplyAdd(ofLast, last, rest);
            if (!(last >= lowest && last <= highest))
            {
                last = Bound(last);
            }

            path[step] = last;
        }
    }

    private void Take(double value, LinearState judge)
    {
        bool isKnown = double.IsFinite(value);
        if (_highest < _lowest && !isKnown)
        {
            return;
        }

        double scaled = isKnown ? (value - _mean) / _deviation : double.NaN;
        if (_seen > _lag + 1)
        {
            Span<double> row = stackalloc double[_regression.RowLength];
            FillRow(
                row,
                _seen,
                (Lag(_seen - 1), Lag(_seen - 2)),
                (_level, _base),
                (Lag(_seen - _lag), Lag(_seen - _lag - 1)));
            scaled = isKnown ? scaled : Bound(_regression.Predict(row));
            if (isKnown)
            {
                Learn(row, scaled, judge);
            }
        }

        Remember(isKnown ? scaled : Fallback(scaled), isKnown);
    }

    private void Learn(ReadOnlySpan<double> row, double scaled, LinearState judge)
    {
        double signed = scaled - _regression.Predict(row);
        double error = Math.Abs(signed);
        double onlooker = judge == this ? error : Math.Abs(scaled - judge._regression.Predict(row));
        double distance = Math.Max(Math.Abs(row[1] - row[3]), Math.Abs(row[2] - row[3]));
        double weight = judge._errors.Weight(onlooker) * judge._distances.Weight(distance / FarAway);
        _regression.Correct(row, signed, weight, Memory);
        _errors.Add(error);
        _distances.Add(distance);
    }

    private void Remember(double scaled, bool isKnown)
    {
        _ring[(int)((uint)_seen % (uint)_ring.Length)] = (float)scaled;
        double mean = 1.0 / (_seen + 1);
        _level = _seen == 0 ? scaled : _level + (Math.Max(LevelWeight, mean) * (scaled - _level));
        _base = _seen == 0 ? scaled : _base + (Math.Max(BaseWeight, mean) * (scaled - _base));
        _seen++;
        if (isKnown)
        {
            _lowest = Math.Min(_lowest, scaled);
            _highest = Math.Max(_highest, scaled);
        }
    }

    private double Fallback(double predicted) => double.IsFinite(predicted) ? predicted : Lag(_seen - 1);

    private double Lag(int at) => at < 0 ? _ring[0] : _ring[(int)((uint)at % (uint)_ring.Length)];

    private double Bound(double scaled)
    {
        double slack = 0.5 * (_highest - _lowest);

        return double.IsNaN(scaled) ? _level : Math.Clamp(scaled, _lowest - slack, _highest + slack);
    }

    // The distance of the level from a slower one is the trend, damped because both follow the path.
    private void FillRow(
        Span<double> row, long at, (double Last, double Before) lags, (double Level, double Base) slow, (double Ago, double Before) season)
    {
        row[0] = 1;
        row[1] = lags.Last;
        row[2] = lags.Before;
        row[3] = slow.Level;
        row[4] = slow.Level - slow.Base;
        int next = FixedFeatures;
        if (_lag > 0)
        {
            row[next++] = season.Ago;
            row[next++] = season.Before;
        }

        foreach (HarmonicTerms terms in _harmonics)
        {
            terms.Fill(at, row.Slice(next, terms.Count));
            next += terms.Count;
        }
    }
}
