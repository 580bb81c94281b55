using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Arima;

/// <summary>Fits and scores the candidates of one series, and refits the best.</summary>
internal sealed class ArimaSearch
{
    private const int LongSeries = 150;
    private const int LongSeason = 12;
    private readonly double[] _series;
    private readonly double[][] _regressors;
    private readonly ArimaOrder _differences;
    private readonly AutoArimaOptions _bounds;
    private readonly int _observed;
    private readonly bool _isApproximate;
    private readonly ArimaConstant _constant;
    private readonly ArimaData?[] _data = new ArimaData?[2];
    private readonly List<ArimaCandidate> _candidates = [];
    private readonly List<ArimaEstimate> _estimates = [];
    private double _offset;

    /// <param name="series">Starts with a finite value.</param>
    /// <param name="regressors">As long as the series.</param>
    /// <param name="differences">d, D and m; no other terms.</param>
    /// <param name="bounds">Bounds of the search.</param>
    public ArimaSearch(double[] series, double[][] regressors, in ArimaOrder differences, AutoArimaOptions bounds)
    {
        _series = series;
        _regressors = regressors;
        _differences = differences;
        _observed = series.Count(double.IsFinite);
        _bounds = ArimaBounds.Within(bounds, _observed, differences);
        _isApproximate = bounds.Approximate ?? (series.Length > LongSeries || differences.Period > LongSeason);
        _constant = (differences.Differences + differences.SeasonalDifferences) switch
        {
            0 when bounds.AllowMean => ArimaConstant.Mean,
            1 when bounds.AllowDrift => ArimaConstant.Drift,
            _ => ArimaConstant.None,
        };
    }

    /// <summary>Searches and refits.</summary>
    public AutoArimaResult Run()
    {
        if (IsConstantAfterDifferencing() || _observed <= _differences.LostValues + _regressors.Length + 2)
        {
            return Chosen(ArimaEstimator.Exact(Data(_constant), _differences, _constant));
        }

        _offset = _isApproximate ? Offset() : 0;
        new StepwiseWalk(_bounds, _differences, _constant, Try) { OpensAgain = !_isApproximate }.Run();

        return Chosen(_isApproximate ? Refit() : Best());
    }

    // Fits a candidate and returns its score; infinity refuses it.
    private double Try(ArimaOrder order, ArimaConstant constant)
    {
        ArimaData data = Data(constant);
        if (order.ArmaTerms + data.RegressorCount >= data.Observed - 1 || order.ArLag >= data.Count)
        {
            return Record(order, constant, double.PositiveInfinity);
        }

        ArimaEstimate estimate = _isApproximate
            ? ArimaEstimator.Conditional(data, order, constant)
            : ArimaEstimator.BestExact(data, order, constant, prefersSafeRoots: true);
        double score = Score(estimate, data);
        if (double.IsFinite(score))
        {
            _estimates.Add(estimate);
        }

        return Record(order, constant, score);
    }

    private double Score(ArimaEstimate estimate, ArimaData data)
    {
        if (!estimate.HasSafeRoots)
        {
            return double.PositiveInfinity;
        }

        double aic = _isApproximate
            ? _offset + (LengthAfterDifferencing * LogVariance(estimate, data)) + (2 * estimate.ParameterCount)
            : estimate.Aic;
        double score = _observed <= 3 ? aic : estimate.Corrected(aic);

        return double.IsNaN(score) ? double.PositiveInfinity : score;
    }

    private double Record(ArimaOrder order, ArimaConstant constant, double score)
    {
        _candidates.Add(new ArimaCandidate(order, constant, score, !_isApproximate));

        return score;
    }

    private ArimaEstimate Best()
    {
        ArimaEstimate? best = _estimates.MinBy(estimate => estimate.Aicc);

        return best ?? ArimaEstimator.Exact(Data(ArimaConstant.None), _differences, ArimaConstant.None);
    }

    // Exact fits of the best approximated candidates. When none is safe, R goes down the list to the first that is; the
    // best one, kept inside the safe region, is usually much likelier.
    private ArimaEstimate Refit()
    {
        ArimaEstimate[] ranked = [.. _estimates.OrderBy(estimate => Score(estimate, Data(estimate.Constant)))];
        ArimaEstimate[] leading = [.. ranked.Take(_bounds.Refits).Select(RefitExactly)];
        ArimaEstimate? best = leading.Where(IsSafe).MinBy(estimate => estimate.Aicc);
        if (best is null)
        {
            ArimaEstimate? first = ranked.Skip(_bounds.Refits).Select(RefitExactly).FirstOrDefault(IsSafe);
            best = leading.Select(RefitSafely).Append(first).OfType<ArimaEstimate>().Where(IsSafe)
                .MinBy(estimate => estimate.Aicc);
        }

        return best ?? ArimaEstimator.Exact(Data(ArimaConstant.None), _differences, ArimaConstant.None);
    }

    private ArimaEstimate RefitExactly(ArimaEstimate candidate) =>
        Noted(ArimaEstimator.Exact(Data(candidate.Constant), candidate));

    private ArimaEstimate RefitSafely(ArimaEstimate candidate) =>
        Noted(ArimaEstimator.ExactWithSafeRoots(Data(candidate.Constant), candidate));

    private ArimaEstimate Noted(ArimaEstimate exact)
    {
        double score = IsSafe(exact) ? exact.Aicc : double.PositiveInfinity;
        _candidates.Add(new ArimaCandidate(exact.Order, exact.Constant, score, IsExact: true));

        return exact;
    }

    private static bool IsSafe(ArimaEstimate estimate) => estimate.HasSafeRoots && !double.IsNaN(estimate.Aicc);

    // Puts conditional scores near the scale of exact ones, as R does.
    private double Offset()
    {
        ArimaConstant constant = _constant == ArimaConstant.Mean ? ArimaConstant.Mean : ArimaConstant.None;
        ArimaData data = Data(constant);
        ArimaEstimate plain = ArimaEstimator.Exact(data, _differences, constant);

        return (-2 * plain.LogLikelihood) - (_observed * LogVariance(plain, data));
    }

    private int LengthAfterDifferencing => _series.Length - _differences.LostValues;

    private static double LogVariance(ArimaEstimate estimate, ArimaData data) =>
        Math.Log(estimate.Variance) + (2 * Math.Log(data.Scale));

    private ArimaData Data(ArimaConstant constant)
    {
        ref ArimaData? data = ref _data[constant == ArimaConstant.None ? 0 : 1];

        return data ??= ArimaData.Create(_series, _differences, constant, _regressors, takesFillings: true);
    }

    private bool IsConstantAfterDifferencing()
    {
        double[] differenced = (double[])_series.Clone();
        Differencing.Apply(differenced, _differences);
        double[] known = [.. differenced[_differences.LostValues..].Where(double.IsFinite)];

        return UnitRoots.IsConstant(known);
    }

    private AutoArimaResult Chosen(ArimaEstimate estimate)
    {
        ArimaData data = Data(estimate.Constant);
        ArimaEstimate final = estimate;
        int gaps = _series.Length - _observed;
        if (gaps is > 0 and <= ArimaFitter.MostGaps)
        {
            data = ArimaData.Create(_series, _differences, estimate.Constant, _regressors);
            final = GapRefit.Of(data, estimate, gaps);
        }

        return new AutoArimaResult(
            ArimaFitter.Finish(_series, _regressors, data, final, withErrors: false), _candidates);
    }
}
