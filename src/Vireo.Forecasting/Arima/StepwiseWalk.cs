namespace Vireo.Forecasting.Arima;

/// <summary>The walk of Hyndman and Khandakar: from four or five starting models to the first better neighbour, until
/// none is.</summary>
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

    private ArimaOrder SmallAr => With(Math.Min(1, _bounds.MaximumAr), 0, Math.Min(1, _bounds.MaximumSeasonalAr), 0);

    private ArimaOrder SmallMa => With(0, Math.Min(1, _bounds.MaximumMa), 0, Math.Min(1, _bounds.MaximumSeasonalMa));

    /// <summary>Whether the walk goes on from small models that it has not seen when no neighbour is better.</summary>
    public bool OpensAgain { get; init; }

    /// <summary>Walks to the end.</summary>
    public void Run()
    {
        Start();
        while (Step() || (OpensAgain && OpenAgain()))
        {
        }
    }

    // R stops here. Where a walk over exact fits went depends on which of the first models was refused, and that on the
    // last digits of its roots; the small models that no start and few walks visit are cheap and bring a walk that went
    // astray back, so that the choice is the same on any processor.
    private bool OpenAgain()
    {
        bool isBetter = _allowed != ArimaConstant.None && 2 * _refused > _seen.Count && VisitBoth(SmallAr, SmallMa, false);
        if (_differences.Period > 1)
        {
            ArimaOrder arThenMa = With(SmallAr.Ar, 0, 0, SmallMa.SeasonalMa);
            ArimaOrder maThenAr = With(0, SmallMa.Ma, SmallAr.SeasonalAr, 0);
            isBetter |= VisitBoth(arThenMa, maThenAr, hasConstant: false);
            isBetter |= _allowed != ArimaConstant.None && VisitBoth(arThenMa, maThenAr, hasConstant: true);
        }

        return isBetter;
    }

    private bool VisitBoth(in ArimaOrder one, in ArimaOrder other, bool hasConstant)
    {
        bool isOneBetter = Visit(one, hasConstant);

        return Visit(other, hasConstant) || isOneBetter;
    }

    private void Start()
    {
        ArimaOrder large = With(
            Math.Min(2, _bounds.MaximumAr), Math.Min(2, _bounds.MaximumMa), SmallAr.SeasonalAr, SmallMa.SeasonalMa);
        Visit(large, _hasConstant);
        Visit(_differences, _hasConstant);
        Visit(SmallAr, _hasConstant);
        Visit(SmallMa, _hasConstant);
        if (_hasConstant)
        {
            // R keeps the constant for the walk even when the model without it is the best start.
            Visit(_differences, hasConstant: false);
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
