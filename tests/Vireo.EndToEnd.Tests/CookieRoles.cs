using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Vireo.Server.Security;

namespace Vireo.EndToEnd.Tests;

/// <summary>Takes a browser's word for its role, each with a token of Ada's: the server's own sign-in is tested
/// elsewhere.</summary>
internal sealed class CookieRoles(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, TokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "test-role";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[Scheme] is not { } role)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var user = Identity.Of(tokens.All.First(token => token.Name == "ada" && token.Roles.Contains(role)), Scheme);

        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme)));
    }
}
