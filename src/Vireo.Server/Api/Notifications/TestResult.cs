namespace Vireo.Server.Api.Notifications;

/// <summary>Whether a test message arrived.</summary>
/// <param name="HasArrived">Whether the receiver confirmed it.</param>
/// <param name="Explanation">In words.</param>
public sealed record TestResult(bool HasArrived, string Explanation);
