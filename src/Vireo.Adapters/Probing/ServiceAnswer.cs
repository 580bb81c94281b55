namespace Vireo.Adapters.Probing;

/// <summary>What one question to a service came to.</summary>
/// <param name="Problem">Why it does not serve; empty when it does.</param>
/// <param name="Took">How long the answer took.</param>
internal readonly record struct ServiceAnswer(string Problem, TimeSpan Took)
{
    /// <summary>Whether it serves.</summary>
    public bool IsGood => Problem.Length == 0;
}
