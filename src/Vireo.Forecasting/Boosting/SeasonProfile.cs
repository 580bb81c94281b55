namespace Vireo.Forecasting.Boosting;

/// <summary>The usual value of each step of a season, as its distance from the mean of that season.</summary>
internal sealed class SeasonProfile(int season)
{
    private const double Rate = 0.15;
    private readonly double[] _usual = new double[season];
    private double _sum;

    /// <summary>Values learnt.</summary>
    public int Steps { get; private set; }

    /// <summary>Mean of the last season, or of what there is.</summary>
    public double Mean => _sum / Math.Min(Steps, season);

    /// <summary>The usual value some steps after the newest, from 1; the newest season's where only one is
    /// known.</summary>
    public double Usual(int ahead) => _usual[(Steps - 1 + ahead) % Math.Min(Steps, season)];

    /// <summary>Learns a value.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="leaving">The value a season before; ignored in the first season.</param>
    public void Update(double value, double leaving)
    {
        ref double usual = ref _usual[Steps % season];
        int seasons = Steps / season;
        usual += Math.Max(Rate, 1.0 / (seasons + 1)) * (value - usual);
        _sum += value - (seasons > 0 ? leaving : 0);
        Steps++;
    }
}
