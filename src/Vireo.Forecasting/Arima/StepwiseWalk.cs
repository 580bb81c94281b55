namespace Vireo.Forecasting.Arima;

/// <summary>The walk of Hyndman and Khandakar: from four or five starting models to the first better neighbour, until none
/// is.</summary>
internal sealed class StepwiseWalk
{
    // Changes of P, Q, p, q in the order of R.
    private static readonly (int SeasonalAr, int SeasonalMa, int Ar, int Ma)[] Moves =
    [
        (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0),
        (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
        (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1),
        (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
    ];

    private readonly AutoArimaOptions _bounds;
    private readonly ArimaOrder _differences;
    private readonly ArimaConstant _allowed;
    private readonly Func<ArimaOrder, ArimaConstant, double> _score;
    private readonly HashSet<(ArimaOrder Order, bool HasConstant)> _seen = [];
    private ArimaOrder _best;
    private bool _hasConstant;
    private int _refused;
    private double _bestScore = double.PositiveInfinity;

    /// <param name="bounds">Bounds that fit the series.</param>
    /// <param name="differences">d, D and m; no other terms.</param>
    /// <param name="allowed">The constant that may be in the model.</param>
    /// <param name="score">Fits a candidate; lower is better, infinity refuses it.</param>
    public StepwiseWalk(
        AutoArimaOptions bounds,
        in ArimaOrder differences,
        ArimaConstant allowed,
        Func<ArimaOrder, ArimaConstant, double> score)
    {
        _bounds = bounds;
        _differences = differences;
        _allowed = allowed;
        _score = score;
        _best = differences;
        _hasConstant = allowed != ArimaConstant.None;
    }

    /// <summary>Walks to the end.</summary>
    public void Run()
    {
        Start();
        while (Step() || StartWithoutConstant())
        {
        }
    }

    // R stops here. A walk that ended because most models were refused has two cheap openings left.
    private bool StartWithoutConstant()
    {
        if (_allowed == ArimaConstant.None || 2 * _refused <= _seen.Count)
        {
            return false;
        }

        bool isBetter = Visit(
            With(Math.Min(1, _bounds.MaximumAr), 0, Math.Min(1, _bounds.MaximumSeasonalAr), 0), hasConstant: false);

        return Visit(With(0, Math.Min(1, _bounds.MaximumMa), 0, Math.Min(1, _bounds.MaximumSeasonalMa)), hasConstant: false)
            || isBetter;
    }

    private void Start()
    {
        int ar = Math.Min(1, _bounds.MaximumAr);
        int ma = Math.Min(1, _bounds.MaximumMa);
        int seasonalAr = Math.Min(1, _bounds.MaximumSeasonalAr);
        int seasonalMa = Math.Min(1, _bounds.MaximumSeasonalMa);
        Visit(With(Math.Min(2, _bounds.MaximumAr), Math.Min(2, _bounds.MaximumMa), seasonalAr, seasonalMa), _hasConstant);
        Visit(With(0, 0, 0, 0), _hasConstant);
        Visit(With(ar, 0, seasonalAr, 0), _hasConstant);
        Visit(With(0, ma, 0, seasonalMa), _hasConstant);
        if (_hasConstant)
        {
            // R keeps the constant for the walk even when the model without it is the best start.
            Visit(With(0, 0, 0, 0), hasConstant: false);
            _hasConstant = true;
        }
    }

    private bool Step()
    {
        foreach ((int seasonalAr, int seasonalMa, int ar, int ma) in Moves)
        {
            ArimaOrder next = With(
                _best.Ar + ar, _best.Ma + ma, _best.SeasonalAr + seasonalAr, _best.SeasonalMa + seasonalMa);
            if (IsWithin(next) && Visit(next, _hasConstant))
            {
                return true;
            }
        }

        return _allowed != ArimaConstant.None && Visit(_best, !_hasConstant);
    }

    // Whether the model is new and better than all before.
    private bool Visit(ArimaOrder order, bool hasConstant)
    {
        if (_seen.Count >= _bounds.MaximumCandidates || !_seen.Add((order, hasConstant)))
        {
            return false;
        }

        double score = _score(order, hasConstant ? _allowed : ArimaConstant.None);
        _refused += double.IsFinite(score) ? 0 : 1;
        if (!(score < _bestScore))
        {
            return false;
        }

        (_best, _hasConstant, _bestScore) = (order, hasConstant, score);

        return true;
    }

    private bool IsWithin(in ArimaOrder order) =>
        order.Ar >= 0 && order.Ar <= _bounds.MaximumAr
        && order.Ma >= 0 && order.Ma <= _bounds.MaximumMa
        && order.SeasonalAr >= 0 && order.SeasonalAr <= _bounds.MaximumSeasonalAr
        && order.SeasonalMa >= 0 && order.SeasonalMa <= _bounds.MaximumSeasonalMa;

    private ArimaOrder With(int ar, int ma, int seasonalAr, int seasonalMa) =>
        _differences with { Ar = ar, Ma = ma, SeasonalAr = seasonalAr, SeasonalMa = seasonalMa };
}
