using System.Collections.Immutable;

namespace Vireo.Server.Security;

/// <summary>What is kept of a token: never the token itself.</summary>
/// <param name="Id">Names it in lists and for revoking.</param>
/// <param name="Name">The person or program it belongs to; appears in the audit trail.</param>
/// <param name="Roles">What it allows, of <see cref="Security.Roles"/>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Hash">SHA-256 of the token in hexadecimal digits. Tokens are 256 random bits, so a plain hash is
/// enough.</param>
public sealed record TokenRecord(
    string Id, string Name, ImmutableArray<string> Roles, DateTimeOffset CreatedAt, string Hash);
