namespace Vireo.Forecasting.Intervals;

/// <summary>Quantiles of the newest errors: a ring for the order of arrival and a sorted copy of it.</summary>
/// <remarks>Adding costs one pass over at most the capacity. Storage grows with what arrives.</remarks>
internal sealed class ErrorQuantiles(int capacity)
{
    private float[] _recent = [];
    private float[] _sorted = [];
    private int _next;

    public int Count { get; private set; }

    /// <summary>Adds a finite error; beyond the capacity it replaces the oldest.</summary>
    public void Add(float error)
    {
        if (Count == capacity)
        {
            SortedFloats.Replace(_sorted, Count, _recent[_next], error);
        }
        else
        {
            Grow();
            SortedFloats.Insert(_sorted, Count, error);
            Count++;
        }

        _recent[_next] = error;
        _next = _next + 1 == capacity ? 0 : _next + 1;
    }

    /// <summary>The conformal quantile; NaN when empty. See <see cref="QuantilePlace.Of"/>.</summary>
    public double Quantile(double level) => Count == 0 ? double.NaN : At(QuantilePlace.Of(level, Count));

    /// <summary>The quantile at a place among as many errors as there are, at least one.</summary>
    /// <remarks>The scale of a tail is the mean excess of the outer tenth of the errors over where that tenth
    /// begins.</remarks>
    public double At(in QuantilePlace place)
    {
        ReadOnlySpan<float> sorted = _sorted.AsSpan(1, Count);
        if ((uint)place.Below >= (uint)sorted.Length)
        {
            return place.Below < 0
                ? sorted[0] - (LowerTail(sorted) * place.Share)
                : sorted[^1] + (UpperTail(sorted) * place.Share);
        }

        float below = sorted[place.Below];
        float above = sorted[Math.Min(place.Below + 1, sorted.Length - 1)];

        return below + (place.Share * (above - below));
    }

    private static int TailLength(int count) => Math.Max(1, count / 10);

    private static double UpperTail(ReadOnlySpan<float> sorted)
    {
        int length = TailLength(sorted.Length);
        int first = Math.Max(0, sorted.Length - 1 - length);
        double sum = 0;
        for (int i = first + 1; i < sorted.Length; i++)
        {
            sum += sorted[i] - sorted[first];
        }

        return sum / length;
    }

    private static double LowerTail(ReadOnlySpan<float> sorted)
    {
        int length = TailLength(sorted.Length);
        int first = Math.Min(sorted.Length - 1, length);
        double sum = 0;
        for (int i = 0; i < first; i++)
        {
            sum += sorted[first] - sorted[i];
        }

        return sum / length;
    }

    private void Grow()
    {
        if (Count == _recent.Length)
        {
            int length = Math.Min(capacity, Math.Max(16, 2 * Count));
            Array.Resize(ref _recent, length);
            _sorted = SortedFloats.Grown(_sorted, length);
        }
    }
}
