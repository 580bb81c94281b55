namespace Vireo.Forecasting.Intervals;

/// <summary>Quantiles of the newest errors: a ring for the order of arrival and a sorted copy of it.</summary>
/// <remarks>Adding costs one search and one move of at most the capacity. Storage grows with what arrives.</remarks>
internal sealed class ErrorQuantiles(int capacity)
{
    private float[] _recent = [];
    private float[] _sorted = [];
    private int _next;

    public int Count { get; private set; }

    public void Add(float error)
    {
        if (Count == capacity)
        {
            Replace(_recent[_next], error);
        }
        else
        {
            Grow();
            Insert(error);
        }

        _recent[_next] = error;
        _next = _next + 1 == capacity ? 0 : _next + 1;
    }

    /// <summary>The conformal quantile: order statistic level·(n + 1), interpolated; NaN when empty.</summary>
    /// <remarks>A level beyond the sample continues as an exponential tail, whose scale is the mean excess of the outer
    /// tenth of the errors over where that tenth begins.</remarks>
    public double Quantile(double level)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double position = (level * (Count + 1)) - 1;
        if (position > Count - 1)
        {
            return _sorted[Count - 1] + (UpperTail() * Math.Log(1 / ((1 - level) * (Count + 1))));
        }

        if (position < 0)
        {
            return _sorted[0] - (LowerTail() * Math.Log(1 / (level * (Count + 1))));
        }

        int below = (int)position;
        int above = Math.Min(below + 1, Count - 1);

        return _sorted[below] + ((position - below) * (_sorted[above] - _sorted[below]));
    }

    private int TailLength => Math.Max(1, Count / 10);

    private double UpperTail()
    {
        int first = Math.Max(0, Count - 1 - TailLength);
        double sum = 0;
        for (int i = first + 1; i < Count; i++)
        {
            sum += _sorted[i] - _sorted[first];
        }

        return sum / TailLength;
    }

    private double LowerTail()
    {
        int first = Math.Min(Count - 1, TailLength);
        double sum = 0;
        for (int i = 0; i < first; i++)
        {
            sum += _sorted[first] - _sorted[i];
        }

        return sum / TailLength;
    }

    private void Grow()
    {
        if (Count == _sorted.Length)
        {
            int length = Math.Min(capacity, Math.Max(16, 2 * Count));
            Array.Resize(ref _recent, length);
            Array.Resize(ref _sorted, length);
        }
    }

    private void Insert(float error)
    {
        int at = Position(error);
        _sorted.AsSpan(at, Count - at).CopyTo(_sorted.AsSpan(at + 1));
        _sorted[at] = error;
        Count++;
    }

    private void Replace(float old, float error)
    {
        int from = Position(old);
        int to = Position(error);
        if (to > from)
        {
            // The place of the old value closes up, so everything between moves one down.
            to--;
            _sorted.AsSpan(from + 1, to - from).CopyTo(_sorted.AsSpan(from));
        }
        else
        {
            _sorted.AsSpan(to, from - to).CopyTo(_sorted.AsSpan(to + 1));
        }

        _sorted[to] = error;
    }

    private int Position(float error) => SortedFloats.CountBelow(_sorted.AsSpan(0, Count), error);
}
