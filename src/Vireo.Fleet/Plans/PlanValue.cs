namespace Vireo.Fleet;

/// <summary>What a plan is expected to gain and to cost over the horizon, in money.</summary>
/// <param name="Currency">As the policy's prices name it.</param>
/// <param name="Benefit">What its actions gain together.</param>
/// <param name="Cost">What its actions cost together.</param>
public sealed record PlanValue(string Currency, double Benefit, double Cost);
