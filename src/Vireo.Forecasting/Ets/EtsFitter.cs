using Vireo.Forecasting.Smoothing;

namespace Vireo.Forecasting.Ets;

/// <summary>Fits exponential smoothing models by maximum likelihood.</summary>
/// <remarks>Hyndman, Koehler, Snyder &amp; Grose (2002), "A state space framework for automatic forecasting using
/// exponential smoothing methods", <em>International Journal of Forecasting</em> 18; likelihood, bounds and criteria
/// are those of R's
/// <c>forecast::ets</c>, the search is not: its likelihoods are as high or higher. A gap is filtered through.</remarks>
public static class EtsFitter
{
    // Gains in −2 log L that are not worth another step: while several starts compete, and for the best of them.
    private const double FirstTolerance = 2;
    private const double Tolerance = 1e-3;

    /// <summary>The longest season that is estimated phase by phase, as in R; longer ones need a decomposition
    /// first.</summary>
    public const int LongestPeriod = 24;

    // A series that comes this close to zero, relative to its mean, is not fitted in proportion: a small value there is
    // noise, and its relative error is not.
    private const double NearZero = 0.01;

    /// <summary>Fits one form.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <param name="form">The form.</param>
    /// <param name="period">Steps in one season; ignored by forms without one.</param>
    /// <returns>The fit; null when the form needs positive values, or more of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The form is seasonal and the period below 2.</exception>
    public static EtsFit? Fit(ReadOnlySpan<double> series, EtsForm form, int period)
    {
        if (form.Season != EtsSeason.None)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        }

        using var scaled = new ScaledSeries(series);

        return Fit(scaled, form, period);
    }

    /// <summary>Fits every form the series allows and gives the one with the smallest corrected Akaike
    /// criterion.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <param name="period">Steps in one season; 1, or more than <see cref="LongestPeriod"/>, for none.</param>
    /// <returns>The best fit; null when there are fewer than four values, or they are all the same.</returns>
    public static EtsFit? FitBest(ReadOnlySpan<double> series, int period)
    {
        EtsFit? best = null;
        foreach (EtsFit fit in FitAll(series, period))
        {
            best = best is null || fit.Aicc < best.Aicc ? fit : best;
        }

        return best;
    }

    /// <summary>Fits every form the series allows and gives the one whose paths in the second half of it err
    /// least.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    /// <param name="period">Steps in one season; 1, or more than <see cref="LongestPeriod"/>, for none.</param>
    /// <param name="horizon">Steps of a path.</param>
    /// <returns>The best fit; null when there are fewer than four values, or they are all the same.</returns>
    /// <remarks>The likelihood judges one step ahead. On M4 Hourly it picks quick trends that are wrong a day later:
    /// MASE 2.5 where this choice has 1.0.</remarks>
    public static EtsFit? FitForPaths(ReadOnlySpan<double> series, int period, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        EtsFit? best = null;
        double bestError = double.PositiveInfinity;
        foreach (EtsFit fit in FitAll(series, period))
        {
            double error = EtsPathError.Of(series, fit, horizon);
            if (best is null || error < bestError || (error == bestError && fit.Aicc < best.Aicc))
            {
                best = fit;
                bestError = error;
            }
        }

        return best;
    }

    private static List<EtsFit> FitAll(ReadOnlySpan<double> series, int period)
    {
        using var scaled = new ScaledSeries(series);
        bool hasSeason = period > 1 && period <= LongestPeriod;
        bool isPositive = scaled.Smallest > NearZero * scaled.Mean;
        List<EtsFit> fits = new(EtsForm.All.Count);
        foreach (EtsForm form in EtsForm.All)
        {
            if ((hasSeason || form.Season == EtsSeason.None)
                && (isPositive || !form.NeedsPositiveValues)
                && Fit(scaled, form, period) is { } fit)
            {
                fits.Add(fit);
            }
        }

        return fits;
    }

    private static EtsFit? Fit(ScaledSeries series, EtsForm form, int period)
    {
        var layout = new EtsLayout(form, period);
        int numbers = form.ParameterCount(layout.Period);
        bool isAllowed = !form.NeedsPositiveValues || series.Smallest > 0;
        if (series.Count - numbers - 1 <= 0 || series.IsConstant || !isAllowed)
        {
            return null;
        }

        var search = new EtsSearch(layout);
        double[] point = new double[layout.Count];
        double objective = layout.HasSeason
            ? FromStarts(series.Values, search, layout, point)
            : FromLeastSquares(series.Values, search, layout, point);

        return double.IsPositiveInfinity(objective) ? null : Result(series, layout, search, point, objective);
    }

    private static double FromStarts(ReadOnlySpan<double> series, EtsSearch search, EtsLayout layout, Span<double> best)
    {
        Span<double> states = stackalloc double[layout.Count];
        Span<double> points = stackalloc double[EtsStarts.Count(layout) * layout.Count];
        EtsStart.Fill(series, layout, states);
        if (!EtsStarts.Fill(series, search, layout, states, points))
        {
            EtsStart.Calm(layout, states);
            EtsStarts.Fill(series, search, layout, states, points);
        }

        double lowest = double.PositiveInfinity;
        for (int start = 0; start < EtsStarts.Count(layout); start++)
        {
            Span<double> point = points.Slice(start * layout.Count, layout.Count);
            double objective = search.Descend(series, point, FirstTolerance);
            if (objective < lowest)
            {
                lowest = objective;
                point.CopyTo(best);
            }
        }

        return search.Descend(series, best, Tolerance);
    }

    // Without a season the least squares fit is nearly there for additive errors, and a good start for relative ones.
    private static double FromLeastSquares(
        ReadOnlySpan<double> series, EtsSearch search, EtsLayout layout, Span<double> best)
    {
        SmoothingFit fit = layout.Trend < 0
            ? LevelFitter.Fit(series)
            : TrendFitter.Fit(series, isDamped: layout.Phi >= 0);
        layout.Take(fit, best);
        double objective = search.Descend(series, best, Tolerance);
        if (!double.IsPositiveInfinity(objective))
        {
            return objective;
        }

        // Its line runs below zero, which relative errors do not allow.
        return FromStarts(series, search, layout, best);
    }

    private static EtsFit Result(
        ScaledSeries series, EtsLayout layout, EtsSearch search, ReadOnlySpan<double> point, double objective)
    {
        double[] season = new double[layout.HasSeason ? layout.Period : 0];
        if (layout.HasSeason)
        {
            layout.FillSeason(point, season);
        }

        for (int phase = 0; phase < season.Length && layout.Form.Season == EtsSeason.Additive; phase++)
        {
            season[phase] *= series.Scale;
        }

        bool isRelative = layout.Form.Error == EtsError.Multiplicative;
        double squares = search.Squares(series.Values, point);
        int freedom = series.Count - layout.Form.ParameterCount(layout.Period) + 1;

        return new EtsFit(
            layout.Form,
            layout.Period,
            layout.Parameters(point),
            point[layout.Level] * series.Scale,
            layout.FirstTrend(point) * series.Scale,
            season,
            (-0.5 * objective) - (series.Count * Math.Log(series.Scale)),
            squares / freedom * (isRelative ? 1 : series.Scale * series.Scale),
            series.Count);
    }
}
