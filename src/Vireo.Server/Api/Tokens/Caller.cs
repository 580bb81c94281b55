using System.Collections.Immutable;

namespace Vireo.Server.Api.Tokens;

/// <summary>Who asks.</summary>
/// <param name="Name">As in the audit trail; <c>anonymous</c> without a token.</param>
/// <param name="Roles">What the token allows.</param>
public sealed record Caller(string Name, ImmutableArray<string> Roles);
