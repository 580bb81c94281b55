namespace Vireo.Benchmarks.VmCloud;

/// <summary>One forecast to make: a window of a machine's series, and what came after it.</summary>
/// <param name="Id">As in the task file.</param>
/// <param name="Series">The series that the window was cut from.</param>
/// <param name="Rank">The how-manieth window of its series, from 0, in order of time.</param>
/// <param name="Season">Steps in a season; 1 for none.</param>
/// <param name="Ceiling">What the series cannot exceed: 100 for a percentage, else infinite.</param>
/// <param name="History">What a model may see, oldest first.</param>
/// <param name="Actual">What came.</param>
internal sealed record VmTask(
    string Id, string Series, int Rank, int Season, double Ceiling, double[] History, double[] Actual)
{
    /// <summary>The trace that the series is from.</summary>
    public string Source => Series[..Series.IndexOf('/')];

    /// <summary>Steps to forecast.</summary>
    public int Horizon => Actual.Length;

    /// <summary>What is physically possible: load is not negative.</summary>
    public double Clamp(double value) => Math.Clamp(value, 0, Ceiling);
}
