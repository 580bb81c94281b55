namespace Vireo.Forecasting.ServiceQuality;

/// <summary>The curve of a queue: flat while there is room, a knee, then steep; with all knees that are
/// possible.</summary>
/// <remarks>The value is the weighted median of the curves that <see cref="QueueSearch"/> found, the doubt their outer
/// quantiles; both are monotone because every curve is. Memory plays no part.</remarks>
internal sealed class QueueCurve : IQualityCurve
{
    private readonly (QueueParameters Curve, double Weight)[] _curves;
    private readonly double _total;

    private QueueCurve((QueueParameters Curve, double Weight)[] curves)
    {
        _curves = curves;
        _total = curves.Sum(curve => curve.Weight);
    }

    /// <summary>The curve that explains the observations best.</summary>
    public QueueParameters Best => _curves[0].Curve;

    /// <summary>Fits the curve.</summary>
    /// <param name="observations">Any number.</param>
    /// <param name="isTime">Whether values are times, of which waiting and service are of one kind.</param>
    public static QueueCurve Fit(ReadOnlySpan<QualityObservation> observations, bool isTime) =>
        new(QueueSearch.Find(observations, isTime));

    /// <inheritdoc/>
    public double At(ServiceConditions conditions, double level)
    {
        Span<double> values = stackalloc double[_curves.Length];
        Span<double> weights = stackalloc double[_curves.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _curves[i].Curve.At(conditions);
            weights[i] = _curves[i].Weight;
        }

        values.Sort(weights);
        double below = 0;
        for (int i = 0; i < values.Length; i++)
        {
            below += weights[i];
            if (below >= level * _total)
            {
                return values[i];
            }
        }

        return values[^1];
    }
}
