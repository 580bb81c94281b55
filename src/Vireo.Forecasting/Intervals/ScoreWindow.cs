namespace Vireo.Forecasting.Intervals;

/// <summary>The newest scores in ascending order. Adding one costs a binary search and one move, and allocates
/// nothing.</summary>
public sealed class ScoreWindow
{
    private readonly double[] _arrived;
    private readonly double[] _ascending;
    private int _next;

    /// <summary>Creates an empty window.</summary>
    /// <param name="capacity">Scores kept.</param>
    public ScoreWindow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _arrived = new double[capacity];
        _ascending = new double[capacity];
    }

    /// <summary>Scores held, up to the capacity.</summary>
    public int Count { get; private set; }

    /// <summary>Smallest first.</summary>
    public ReadOnlySpan<double> Ascending => _ascending.AsSpan(0, Count);

    /// <summary>Takes a score; the oldest leaves when the window is full. NaN is passed over.</summary>
    public void Add(double score)
    {
        if (double.IsNaN(score))
        {
            return;
        }

        if (Count == _arrived.Length)
        {
            Remove(_arrived[_next]);
        }

        int place = Ascending.BinarySearch(score);
        place = place < 0 ? ~place : place;
        _ascending.AsSpan(place, Count - place).CopyTo(_ascending.AsSpan(place + 1));
        _ascending[place] = score;
        Count++;
        _arrived[_next] = score;
        _next = _next + 1 == _arrived.Length ? 0 : _next + 1;
    }

    private void Remove(double score)
    {
        int place = Ascending.BinarySearch(score);
        _ascending.AsSpan(place + 1, Count - place - 1).CopyTo(_ascending.AsSpan(place));
        Count--;
    }
}
