using System.Collections.Immutable;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Tokens;

/// <summary>A token in a list.</summary>
/// <param name="Id">For revoking it.</param>
/// <param name="Name">Whom it is for.</param>
/// <param name="Roles">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TokenRow(string Id, string Name, ImmutableArray<string> Roles, DateTimeOffset CreatedAt)
{
    internal static TokenRow Of(TokenRecord record) => new(record.Id, record.Name, record.Roles, record.CreatedAt);
}
