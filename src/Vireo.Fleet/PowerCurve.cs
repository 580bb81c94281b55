using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Power drawn by a host as a function of its CPU use, linear between evenly spaced points.</summary>
/// <param name="WattsAt">Watts at 0, 1/(n-1), … 1 CPU ratio; at least two points, e.g. eleven for every 10 %.</param>
public sealed record PowerCurve(ImmutableArray<double> WattsAt)
{
    /// <summary>Power at a CPU ratio; ratios outside 0 to 1 are clamped.</summary>
    public Watts At(double cpuRatio)
    {
        int last = WattsAt.Length - 1;
        double position = Math.Clamp(cpuRatio, 0, 1) * last;
        int below = Math.Min((int)position, last - 1);

        return new Watts(WattsAt[below] + ((position - below) * (WattsAt[below + 1] - WattsAt[below])));
    }

    /// <inheritdoc/>
    public bool Equals(PowerCurve? other) => other is not null && WattsAt.AsSpan().SequenceEqual(other.WattsAt.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(WattsAt.Length, WattsAt[0], WattsAt[^1]);
}
