using System.Collections.Immutable;

namespace Vireo.Server.Api.Tokens;

/// <summary>A token that was made just now.</summary>
/// <param name="Id">For revoking it.</param>
/// <param name="Name">Whom it is for.</param>
/// <param name="Roles">What it allows.</param>
/// <param name="Token">The token itself; it is not kept and cannot be shown again.</param>
public sealed record NewToken(string Id, string Name, ImmutableArray<string> Roles, string Token);
