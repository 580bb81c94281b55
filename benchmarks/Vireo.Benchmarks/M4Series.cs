namespace Vireo.Benchmarks;

/// <summary>One series of the competition.</summary>
/// <param name="Id">H1, H2, ….</param>
/// <param name="History">To fit on.</param>
/// <param name="Future">To be forecast.</param>
internal sealed record M4Series(string Id, double[] History, double[] Future)
{
    /// <summary>The series as it was some hours earlier: for settings that must not see the future.</summary>
    public M4Series Earlier(int hours) =>
        new(Id, History[..^hours], [.. History[^hours..].Concat(Future).Take(Future.Length)]);
}
