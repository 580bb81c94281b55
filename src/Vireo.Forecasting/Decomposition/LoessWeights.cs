namespace Vireo.Forecasting.Decomposition;

/// <summary>The weights of one local regression on evenly spaced values, kept while the window only moves.</summary>
/// <remarks>Tricube weights within the half-width h, times the robustness weights; for degree 1 they are tilted so that
/// the weighted sum of the values is the fitted line at the point. Cleveland et al. (1990), "STL", as in R's Fortran
/// routine
/// <c>est</c>.</remarks>
/// <param name="length">Values there are in all.</param>
/// <param name="width">Values in a window; may exceed <paramref name="length"/>.</param>
/// <param name="degree">0 or 1.</param>
/// <param name="weights">Scratch, at least min(width, length) long.</param>
internal ref struct LoessWeights(int length, int width, int degree, Span<double> weights)
{
    private readonly Span<double> _weights = weights;
    private double _offset = double.NaN;
    private int _count;
    private bool _isUsable;

    /// <summary>Fits at a point from the values left to right, both included.</summary>
    /// <param name="values">All values.</param>
    /// <param name="robustness">A weight for each value; empty for none.</param>
    /// <param name="at">Position of the point, 0-based; may lie outside the values.</param>
    /// <param name="left">First value of the window.</param>
    /// <param name="right">Last value of the window.</param>
    /// <param name="otherwise">The result when every weight is zero.</param>
    public double Fit(
        scoped ReadOnlySpan<double> values,
        scoped ReadOnlySpan<double> robustness,
        double at,
        int left,
        int right,
        double otherwise)
    {
        int count = right - left + 1;
        if (!robustness.IsEmpty || at - left != _offset || count != _count)
        {
            _offset = at - left;
            _count = count;
            _isUsable = Weigh(robustness.IsEmpty ? robustness : robustness.Slice(left, count));
        }

        if (!_isUsable)
        {
            return otherwise;
        }

        double fitted = 0;
        ReadOnlySpan<double> window = values.Slice(left, count);
        for (int i = 0; i < window.Length; i++)
        {
            fitted += _weights[i] * window[i];
        }

        return fitted;
    }

    private readonly bool Weigh(scoped ReadOnlySpan<double> robustness)
    {
        Span<double> weights = _weights[.._count];
        double halfWidth = Math.Max(_offset, _count - 1 - _offset) + (width > length ? (width - length) / 2 : 0);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = Tricube(Math.Abs(i - _offset), halfWidth);
            weights[i] = robustness.IsEmpty ? weight : weight * robustness[i];
            sum += weights[i];
        }

        if (sum <= 0)
        {
            return false;
        }

        double centre = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
            centre += weights[i] * i;
        }

        if (degree > 0 && halfWidth > 0)
        {
            Tilt(weights, centre);
        }

        return true;
    }

    private static double Tricube(double distance, double halfWidth)
    {
        if (distance > 0.999 * halfWidth)
        {
            return 0;
        }

        if (distance <= 0.001 * halfWidth)
        {
            return 1;
        }

        double ratio = distance / halfWidth;
        double rest = 1 - (ratio * ratio * ratio);

        return rest * rest * rest;
    }

    private readonly void Tilt(Span<double> weights, double centre)
    {
        double spread = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            spread += weights[i] * (i - centre) * (i - centre);
        }

        if (Math.Sqrt(spread) <= 0.001 * (length - 1))
        {
            return;
        }

        double slope = (_offset - centre) / spread;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= (slope * (i - centre)) + 1;
        }
    }
}
