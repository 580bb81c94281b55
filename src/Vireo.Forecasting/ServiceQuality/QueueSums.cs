namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Least squares of value = a + b · waiting, weighted so that errors count as shares of the value.</summary>
internal struct QueueSums
{
    private const double SmallestVariance = 1e-8;
    private double _count;
    private double _w;
    private double _wx;
    private double _wy;
    private double _wxx;
    private double _wxy;
    private double _wyy;

    /// <summary>Adds an observation.</summary>
    /// <param name="waiting">In service times.</param>
    /// <param name="value">What was observed.</param>
    /// <param name="size">What an error of one is.</param>
    public void Add(double waiting, double value, double size)
    {
        double weight = 1 / (size * size);
        _count++;
        _w += weight;
        _wx += weight * waiting;
        _wy += weight * value;
        _wxx += weight * waiting * waiting;
        _wxy += weight * waiting * value;
        _wyy += weight * value * value;
    }

    /// <summary>a and b, neither negative, and n · ln(mean squared error).</summary>
    public readonly (double AtRest, double Slope, double Loss) Solve()
    {
        double determinant = (_w * _wxx) - (_wx * _wx);
        double slope = determinant > 1e-12 * _w * _wxx ? ((_w * _wxy) - (_wx * _wy)) / determinant : 0;
        double rest = (_wy - (slope * _wx)) / _w;
        if (slope < 0)
        {
            (rest, slope) = (_wy / _w, 0);
        }
        else if (rest < 0)
        {
            (rest, slope) = (0, _wxx > 0 ? _wxy / _wxx : 0);
        }

        return (rest, slope, LossOf(rest, slope));
    }

    /// <summary>The same where b is a given multiple of a.</summary>
    public readonly (double AtRest, double Slope, double Loss) Solve(double multiple)
    {
        double rest = (_wy + (multiple * _wxy)) / (_w + (2 * multiple * _wx) + (multiple * multiple * _wxx));

        return (rest, multiple * rest, LossOf(rest, multiple * rest));
    }

    private readonly double LossOf(double rest, double slope)
    {
        double squares = _wyy - (2 * rest * _wy) - (2 * slope * _wxy) + (rest * rest * _w) +
            (2 * rest * slope * _wx) + (slope * slope * _wxx);

        return _count * Math.Log(Math.Max(squares / _count, SmallestVariance));
    }
}
