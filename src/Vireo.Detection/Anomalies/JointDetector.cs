namespace Vireo.Detection.Anomalies;

/// <summary>Scores all metrics of one machine together: what does not follow from the others and from the last
/// rows.</summary>
/// <remarks>The strength of a row is the mean over the metrics of |error| / usual error of a
/// <see cref="VectorRegression"/>. A mean of it over a few rows is the score; a shorter mean beyond
/// <see cref="Limit"/> is the alert: the unit is the usual error, so one limit suits every machine. Rows beyond the
/// limit do not teach, for at most <see cref="LongestFault"/> rows: what lasts longer is the new normal. Missing values
/// are taken as predicted.</remarks>
public sealed class JointDetector
{
    private const int ScoreWidth = 8;
    private const int AlertWidth = 2;
    private const double HalfScore = 5;
    private const double Limit = 3.5;
    private const int ScaleMemory = 200_000;
    private const int ErrorMemory = 20_000;
    private const int LongestFault = 2_000;
    private const double LearnedSigmas = 2;
    private const double MostSigmas = 30;
    private const double LeastError = 0.02;
    private const double MostErrors = 20;

    private readonly VectorRegression _regression;
    private readonly RunningMoments[] _scales;
    private readonly float[] _errors;
    private readonly float[] _row;
    private readonly float[] _prediction;
    private readonly int _probation;
    private double _scoreMean;
    private double _alertMean;
    private int _rows;
    private int _scored;
    private int _lasting;
    private int _nextSolution;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="metrics">How many metrics a row has.</param>
    /// <param name="probation">Rows that only teach.</param>
    public JointDetector(int metrics, int probation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(metrics);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probation);
        _regression = new VectorRegression(metrics);
        _scales = new RunningMoments[metrics];
        _errors = new float[metrics];
        _row = new float[metrics];
        _prediction = new float[metrics];
        _probation = probation;
        _nextSolution = Math.Max(probation / 3, 20);
    }

    /// <summary>Scores the next row and learns it.</summary>
    /// <param name="values">One a metric, in an order that never changes; not finite when missing.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public Anomaly Next(ReadOnlySpan<double> values)
    {
        if (values.Length != _row.Length)
        {
            throw new ArgumentException($"A row has {_row.Length} metrics, this one {values.Length}.", nameof(values));
        }

        bool isTeaching = _rows < _probation;
        _regression.Predict(_prediction);
        Standardise(values);
        double strength = _regression.IsReady ? Strength() : 0;
        bool isBeyond = _regression.IsReady && Judge(strength, isTeaching);
        Learn(values, isLearned: !isBeyond || _lasting > LongestFault);

        return isTeaching || _scored == 0 ? Anomaly.None : new Anomaly(_scoreMean / (_scoreMean + HalfScore), isBeyond);
    }

    private void Standardise(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _row[i] = double.IsFinite(values[i])
                ? (float)_scales[i].Standardise(Math.Clamp(values[i], -1e30, 1e30), MostSigmas)
                : _prediction[i];
        }
    }

    private double Strength()
    {
        double sum = 0;
        for (int i = 0; i < _row.Length; i++)
        {
            sum += Math.Abs(_row[i] - _prediction[i]) / (_errors[i] + LeastError);
        }

        return sum / _row.Length;
    }

    private bool Judge(double strength, bool isTeaching)
    {
        _scored++;
        _scoreMean += (strength - _scoreMean) / Math.Min(_scored, ScoreWidth);
        _alertMean += (strength - _alertMean) / Math.Min(_scored, AlertWidth);
        bool isBeyond = !isTeaching && _alertMean > Limit;
        _lasting = isBeyond ? _lasting + 1 : 0;

        return isBeyond;
    }

    private void Learn(ReadOnlySpan<double> values, bool isLearned)
    {
        _regression.Add(_row, isLearned);
        _rows++;
        if (!isLearned)
        {
            return;
        }

        for (int i = 0; i < _row.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                _scales[i].Add(Math.Clamp(values[i], -1e30, 1e30), ScaleMemory, _rows <= _probation ? double.PositiveInfinity : LearnedSigmas);
            }

            if (_regression.IsReady)
            {
                double error = Math.Abs(_row[i] - _prediction[i]);
                double learned = _scored > 50 ? Math.Min(error, MostErrors * (_errors[i] + LeastError)) : error;
                _errors[i] += (float)((learned - _errors[i]) / Math.Min(_scored, ErrorMemory));
            }
        }

        if (_rows >= _nextSolution)
        {
            _regression.Solve();
            _nextSolution = _rows < _probation ? Math.Min(2 * _rows, _probation) : _rows + Math.Max(_rows / 4, 500);
        }
    }
}
