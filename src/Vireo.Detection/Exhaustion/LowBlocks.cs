namespace Vireo.Detection.Exhaustion;

/// <summary>The lowest use in each of the last blocks of equal length.</summary>
internal sealed class LowBlocks(int width)
{
    /// <summary>Blocks kept.</summary>
    public const int Count = 12;

    private readonly double[] _lows = new double[Count];
    private double _low = double.PositiveInfinity;
    private int _filled;
    private int _blocks;

    /// <summary>Values in a block.</summary>
    public int Width => width;

    /// <summary>Whether every block is full.</summary>
    public bool IsFull => _blocks >= Count;

    /// <summary>Takes a use.</summary>
    /// <returns>Whether it completed a block.</returns>
    public bool Add(double use)
    {
        _low = Math.Min(_low, use);
        if (++_filled < width)
        {
            return false;
        }

        _lows[_blocks++ % Count] = _low;
        _filled = 0;
        _low = double.PositiveInfinity;

        return true;
    }

    /// <summary>The trend through the blocks, oldest first.</summary>
    public TrendLine Trend()
    {
        Span<double> ordered = stackalloc double[Count];
        for (int i = 0; i < Count; i++)
        {
            ordered[i] = _lows[(_blocks + i) % Count];
        }

        return TrendLine.Of(ordered);
    }
}
