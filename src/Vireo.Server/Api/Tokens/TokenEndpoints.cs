using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Tokens;

/// <summary>Who may do what.</summary>
internal static class TokenEndpoints
{
    private const int LongestName = 63;
    private const int MostTokens = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Me).WithTags("Tokens").WithSummary("Who the caller is, and what the caller may do.");
        api.MapGet("/tokens", List).WithTags("Tokens").WithSummary("Lists tokens, without the tokens themselves.")
            .RequireAuthorization(Access.Administer).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapPost("/tokens", Create).WithTags("Tokens").WithSummary("Makes a token; it is shown this once.")
            .RequireAuthorization(Access.Administer).ProducesChangeProblems();
        api.MapDelete("/tokens/{id}", Revoke).WithTags("Tokens").WithSummary("Makes a token worthless.")
            .RequireAuthorization(Access.Administer).ProducesChangeProblems();
    }

    private static Caller Me(ClaimsPrincipal user) => new(
        Identity.NameOf(user), [.. user.FindAll(ClaimTypes.Role).Select(role => role.Value)]);

    private static ImmutableArray<TokenRow> List(TokenStore tokens) => [.. tokens.All.Select(TokenRow.Of)];

    private static Created<NewToken> Create(TokenStore tokens, ServerAudit audit, ClaimsPrincipal user, TokenRequest request)
    {
        Check(tokens, request);
        ImmutableArray<string> roles = [.. request.Roles.Distinct().Order(StringComparer.Ordinal)];
        var (record, token) = tokens.Create(request.Name, roles);
        audit.Record(
            Identity.NameOf(user), "token.create", ("id", record.Id), ("name", record.Name), ("roles", string.Join(',', roles)));

        return TypedResults.Created($"/api/v1/tokens/{record.Id}", new NewToken(record.Id, record.Name, roles, token));
    }

    private static NoContent Revoke(TokenStore tokens, ServerAudit audit, ClaimsPrincipal user, string id)
    {
        if (!tokens.Revoke(id))
        {
            throw ApiException.NotFound(
                $"There is no token '{id}' that can be revoked. The administrator's is replaced by deleting its file and restarting.");
        }

        audit.Record(Identity.NameOf(user), "token.revoke", ("id", id));

        return TypedResults.NoContent();
    }

    private static void Check(TokenStore tokens, TokenRequest request)
    {
        if (request.Name.Length is 0 or > LongestName || request.Name.Any(char.IsControl)
            || request.Name is "vireo" or TokenStore.AdminName)
        {
            throw ApiException.BadRequest(
                $"'name' must be 1 to {LongestName} printable characters and neither 'vireo' nor '{TokenStore.AdminName}', which are taken.");
        }

        if (request.Roles.IsDefaultOrEmpty || request.Roles.Any(role => !Roles.All.Contains(role)))
        {
            throw ApiException.BadRequest($"'roles' must be one or more of {string.Join(", ", Roles.All)}.");
        }

        if (tokens.All.Length >= MostTokens)
        {
            throw ApiException.Conflict($"There are {MostTokens} tokens already. Revoke some.");
        }
    }
}
