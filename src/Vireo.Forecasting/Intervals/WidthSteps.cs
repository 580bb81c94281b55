namespace Vireo.Forecasting.Intervals;

/// <summary>The factors by which one outcome moves a width.</summary>
/// <param name="Wider">After a value beyond the bound.</param>
/// <param name="Narrower">After any other.</param>
internal readonly record struct WidthSteps(double Wider, double Narrower)
{
    /// <summary>Steps that leave a share beyond the bound.</summary>
    /// <param name="beyond">β, that share.</param>
    /// <param name="speed">γ, in the logarithm.</param>
    public static WidthSteps For(double beyond, double speed) =>
        new(Math.Exp(speed * (1 - beyond)), Math.Exp(-speed * beyond));
}
