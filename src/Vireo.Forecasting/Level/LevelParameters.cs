namespace Vireo.Forecasting.Level;

/// <summary>How fast a level follows and how fast it returns.</summary>
/// <param name="Alpha">Weight of the newest value in the level, 0 to 1.</param>
/// <param name="Phi">Share of the deviation from the mean that is left after one step, 0 to 1.</param>
public readonly record struct LevelParameters(double Alpha, double Phi)
{
    /// <summary>Used while too little is known to choose: follows quickly, returns slowly.</summary>
    public static LevelParameters Default => new(0.7, 0.95);
}
