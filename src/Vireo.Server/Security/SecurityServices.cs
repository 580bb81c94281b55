using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vireo.Server.Api;

namespace Vireo.Server.Security;

/// <summary>Wires tokens, sessions and roles.</summary>
internal static class SecurityServices
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    public static IServiceCollection AddVireoSecurity(
        this IServiceCollection services, SecurityOptions options, TokenStore tokens, string dataFolder)
    {
        services.AddSingleton(options);
        services.AddSingleton(tokens);
        services.AddSingleton<FailureLimiter>();
        services.AddSingleton<IAuthorizationHandler, ReadRequirementHandler>();
        services.AddDataProtection()
            .SetApplicationName("vireo")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(dataFolder, "keys")));
        services.AddAuthentication(Access.Scheme)
            .AddPolicyScheme(Access.Scheme, null, scheme => scheme.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Access.TokenScheme, null)
            .AddCookie(Access.SessionScheme, SetUpSession);
        services.AddAuthorization(Access.AddPolicies);

        return services;
    }

    private static string Choose(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || (IsForPrograms(context.Request) && !HasSession(context.Request))
            ? Access.TokenScheme
            : Access.SessionScheme;

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/metrics")
        || request.Path.StartsWithSegments("/openapi");

    private static bool HasSession(HttpRequest request) => request.Cookies.ContainsKey(SessionCookie);

    private const string SessionCookie = "vireo-session";

    private static void SetUpSession(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = SessionCookie;
        session.Cookie.HttpOnly = true;
        session.Cookie.SameSite = SameSiteMode.Strict;
        session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        session.ExpireTimeSpan = SessionLength;
        session.SlidingExpiration = true;
        session.LoginPath = "/login";
        session.LogoutPath = "/logout";
        session.AccessDeniedPath = "/login";
        session.Events.OnRedirectToLogin = context => IsForPrograms(context.Request)
            ? ProblemWriter.WriteAsync(
                context.HttpContext, StatusCodes.Status401Unauthorized, "The session has ended. Sign in again, or send a token.")
            : Redirect(context);
        session.Events.OnValidatePrincipal = async context =>
        {
            // A session ends when its token is revoked.
            string? token = context.Principal?.FindFirst(Identity.TokenIdClaim)?.Value;
            if (token is null || !context.HttpContext.RequestServices.GetRequiredService<TokenStore>().IsValid(token))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Access.SessionScheme);
            }
        };
    }

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);

        return Task.CompletedTask;
    }
}
