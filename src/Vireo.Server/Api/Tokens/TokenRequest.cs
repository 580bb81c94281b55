using System.Collections.Immutable;

namespace Vireo.Server.Api.Tokens;

/// <summary>A token to be made.</summary>
/// <param name="Name">The person or program it is for; appears in the audit trail.</param>
/// <param name="Roles">viewer, operator, approver or admin.</param>
public sealed record TokenRequest(string Name, ImmutableArray<string> Roles);
