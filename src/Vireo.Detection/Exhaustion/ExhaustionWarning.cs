namespace Vireo.Detection.Exhaustion;

/// <summary>When a resource that fills will be full.</summary>
/// <param name="Earliest">Time left if it fills as fast as it may; infinite when it does not fill.</param>
/// <param name="Expected">Time left at the robust slope.</param>
/// <param name="Latest">Time left if it fills as slowly as it may.</param>
/// <param name="IsWarning">Whether a person should act now.</param>
public readonly record struct ExhaustionWarning(TimeSpan Earliest, TimeSpan Expected, TimeSpan Latest, bool IsWarning)
{
    /// <summary>Nothing fills.</summary>
    public static readonly ExhaustionWarning None = new(TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, false);
}
