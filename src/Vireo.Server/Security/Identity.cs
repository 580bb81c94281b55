using System.Security.Claims;

namespace Vireo.Server.Security;

/// <summary>Turns a token's record into a signed-in user, and back into a name for the audit trail.</summary>
internal static class Identity
{
    public const string TokenIdClaim = "vireo:token";

    public static ClaimsPrincipal Of(TokenRecord record, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, record.Name),
            new Claim(TokenIdClaim, record.Id),
            .. record.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        scheme));

    public static string NameOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : "anonymous";
}
