namespace Vireo.Forecasting.Boosting;

/// <summary>How a series moves from step to step.</summary>
internal struct ChangeStatistics
{
    private const int Memory = 288;
    private const double JumpScales = 3;
    private double _lastRelative;

    /// <summary>Mean absolute change over about a day; 0 while nothing moved.</summary>
    public double Scale { get; private set; }

    /// <summary>The same over about ten steps.</summary>
    public double FastScale { get; private set; }

    /// <summary>Mean product of neighbouring changes in scales, squashed: negative for noise, positive for
    /// ramps.</summary>
    public double Persistence { get; private set; }

    /// <summary>Share of steps without a change.</summary>
    public double Unchanged { get; private set; }

    /// <summary>Share of values that are zero.</summary>
    public double Zero { get; private set; }

    /// <summary>Steps since a change of three scales, up to a day.</summary>
    public double SinceJump { get; private set; }

    /// <summary>Learns a value.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="change">From the value before.</param>
    /// <param name="steps">Values seen, this one included; at least two.</param>
    public void Update(double value, double change, int steps)
    {
        double size = Math.Abs(change);
        Scale += Math.Max(1.0 / Memory, 1.0 / (steps - 1)) * (size - Scale);
        FastScale += Math.Max(0.1, 1.0 / (steps - 1)) * (size - FastScale);
        double relative = Scale > 0 ? Math.Clamp(change / Scale, -JumpScales, JumpScales) : 0;
        Persistence += 0.02 * ((relative * _lastRelative) - Persistence);
        _lastRelative = relative;
        Unchanged += 0.03 * ((change == 0 ? 1 : 0) - Unchanged);
        Zero += 0.03 * ((value == 0 ? 1 : 0) - Zero);
        SinceJump = Math.Abs(relative) == JumpScales ? 0 : Math.Min(SinceJump + 1, Memory);
    }
}
