namespace Vireo.Server.Api.Plans;

/// <summary>Why a plan is turned down.</summary>
/// <param name="Reason">For the audit trail; may be empty.</param>
public sealed record Rejection(string Reason = "");
