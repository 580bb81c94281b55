namespace Vireo.Detection.Rules.Evaluation;

/// <summary>A sum whose rounding error is kept apart (Neumaier, <em>Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen</em>, 1974).</summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _error;

    /// <summary>The sum as it stands, without the error.</summary>
    public readonly double Raw => _sum;

    /// <summary>The sum with the error.</summary>
    public readonly double Value => _sum + _error;

    /// <summary>Adds.</summary>
    public void Add(double value)
    {
        double total = _sum + value;
        _error += Math.Abs(_sum) >= Math.Abs(value) ? (_sum - total) + value : (value - total) + _sum;
        _sum = total;
    }
}
