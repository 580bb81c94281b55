using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vireo.Server.Api;

namespace Vireo.Server.Security;

/// <summary>Knows a caller by the bearer token in the request.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenStore tokens,
    FailureLimiter limiter)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var address = Context.Connection.RemoteIpAddress;
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || limiter.WaitOf(address) > TimeSpan.Zero)
        {
            return Task.FromResult(AuthenticateResult.Fail("No token that can be looked at."));
        }

        if (tokens.Authenticate(header[Prefix.Length..].Trim()) is not { } record)
        {
            limiter.Failed(address);

            return Task.FromResult(AuthenticateResult.Fail("The token is not valid."));
        }

        return Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(Identity.Of(record, Scheme.Name), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wait = limiter.WaitOf(Context.Connection.RemoteIpAddress);
        if (wait > TimeSpan.Zero)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

            return ProblemWriter.WriteAsync(
                Context, StatusCodes.Status429TooManyRequests,
                $"Too many wrong tokens came from this address. Wait {wait.TotalSeconds:0} s and use the right one.");
        }

        Response.Headers.WWWAuthenticate = "Bearer";

        return ProblemWriter.WriteAsync(
            Context, StatusCodes.Status401Unauthorized,
            Request.Headers.Authorization.Count == 0
                ? "This needs a token in the header 'Authorization: Bearer TOKEN'. The administrator's is in the file 'token' of " +
                  "the server's data folder."
                : "The token is not valid: mistyped, revoked, or of another server.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ProblemWriter.WriteAsync(
        Context, StatusCodes.Status403Forbidden,
        $"'{Identity.NameOf(Context.User)}' may not do this: the token's roles do not include it.");
}
