using System.Security.Claims;

namespace Vireo.Server.Security;

/// <summary>Asks at every call whether a signed-in person may still do something.</summary>
internal sealed class PersonGuard(TokenStore tokens, ClaimsPrincipal person)
{
    /// <summary>The person's name, if the token behind the session still allows it.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public string Require(string role)
    {
        string? id = person.FindFirst(Identity.TokenIdClaim)?.Value;
        var record = tokens.All.FirstOrDefault(record => record.Id == id)
            ?? throw new InvalidOperationException("The token behind this session was revoked. Sign in again.");

        return record.Roles.Contains(role) || record.Roles.Contains(Roles.Admin)
            ? record.Name
            : throw new InvalidOperationException($"'{record.Name}' does not have the role '{role}' that this needs.");
    }
}
