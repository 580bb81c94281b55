using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>The factors by which one outcome moves the widths of two nested intervals: of the inner one below and
/// above, then of the tails.</summary>
/// <param name="Wider">After a value beyond the bound.</param>
/// <param name="Narrower">After any other.</param>
internal sealed record WidthSteps(Vector256<double> Wider, Vector256<double> Narrower)
{
    /// <summary>Steps that leave shares beyond the bounds.</summary>
    /// <param name="outer">β of the inner interval, on each side.</param>
    /// <param name="tail">β of the tails.</param>
    /// <param name="speed">γ, in the logarithm.</param>
    public static WidthSteps For(double outer, double tail, double speed)
    {
        double Wider(double beyond) => Math.Exp(speed * (1 - beyond));
        double Narrower(double beyond) => Math.Exp(-speed * beyond);

        return new(
            Vector256.Create(Wider(outer), Wider(outer), Wider(tail), Wider(tail)),
            Vector256.Create(Narrower(outer), Narrower(outer), Narrower(tail), Narrower(tail)));
    }
}
