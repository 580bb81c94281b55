namespace Vireo.Control;

/// <summary>Whether a policy's promises come true, with the evidence.</summary>
/// <param name="IsBroken">Whether measured gains are, beyond chance, below the share that is asked for.</param>
/// <param name="Plans">Plans that were measured and promised something.</param>
/// <param name="Rounds">Windows that do not overlap, into which those plans fall; each counts once.</param>
/// <param name="PromisedWattHours">Promised by them together.</param>
/// <param name="MeasuredWattHours">Measured of them together.</param>
/// <param name="UpperRatio">The most of the promise that the measurements allow to have come true (99 % interval); null
/// without enough of them.</param>
/// <param name="Explanation">One sentence with figures.</param>
public sealed record PromiseVerdict(
    bool IsBroken,
    int Plans,
    int Rounds,
    double PromisedWattHours,
    double MeasuredWattHours,
    double? UpperRatio,
    string Explanation);
