using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Security;

/// <summary>Where a browser shows its token once and gets a session for the dashboard.</summary>
internal static class LoginPages
{
    private const int LongestForm = 4_096;

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", Show).ExcludeFromDescription().AllowAnonymous();
        routes.MapPost("/login", SignInAsync).ExcludeFromDescription().AllowAnonymous();
        routes.MapPost("/logout", SignOutAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static IResult Show(HttpContext context, IAntiforgery antiforgery, string? returnUrl) =>
        Page(context, antiforgery, returnUrl, problem: "", StatusCodes.Status200OK);

    private static async Task<IResult> SignInAsync(
        HttpContext context, IAntiforgery antiforgery, TokenStore tokens, FailureLimiter limiter, ServerAudit audit)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > LongestForm
            || !await antiforgery.IsRequestValidAsync(context))
        {
            return Page(
                context, antiforgery, null, "The form has expired. Please try again.", StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string returnUrl = form["returnUrl"].ToString();
        var address = context.Connection.RemoteIpAddress;
        if (limiter.WaitOf(address) > TimeSpan.Zero)
        {
            return Page(
                context, antiforgery, returnUrl, "Too many wrong tokens. Wait a minute.",
                StatusCodes.Status429TooManyRequests);
        }

        if (tokens.Authenticate(form["token"].ToString().Trim()) is not { } record)
        {
            limiter.Failed(address);

            return Page(
                context, antiforgery, returnUrl, "This token is not valid.", StatusCodes.Status401Unauthorized);
        }

        await context.SignInAsync(Access.SessionScheme, Identity.Of(record, Access.SessionScheme));
        audit.Record(record.Name, "session.start", ("token", record.Id));

        return Results.LocalRedirect(Local(returnUrl));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await context.SignOutAsync(Access.SessionScheme);

        return Results.LocalRedirect("/");
    }

    private static string Local(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)
            ? url : "/";

    private static IResult Page(
        HttpContext context, IAntiforgery antiforgery, string? returnUrl, string problem, int status)
    {
        var forgery = antiforgery.GetAndStoreTokens(context);
        var html = HtmlEncoder.Default;
        context.Response.Headers.CacheControl = "no-store";

        return Results.Content(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark"><title>Sign in · Vireo</title>
              <style>
                body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 100vh; margin: 0 }
                form { width: min(26rem, 90vw); display: grid; gap: .75rem }
                input, button { font: inherit; padding: .6rem .75rem; border-radius: .5rem; border: 1px solid #8888 }
                button { background: #1d6f5c; color: #fff; border: 0; cursor: pointer }
                h1 { font-size: 1.4rem; margin: 0 } p { margin: 0 } code { word-break: break-all } .problem { color: #c62828 }
              </style>
            </head>
            <body>
              <form method="post" action="/login">
                <h1>Sign in to Vireo</h1>
                <p>Changing the fleet needs a token. The administrator's is in the file <code>token</code> of the server's data
                  folder; the server named it when it started.</p>
                <p class="problem" role="alert">{{html.Encode(problem)}}</p>
                <label for="token">Token</label>
                <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
                <input type="hidden" name="returnUrl" value="{{html.Encode(Local(returnUrl))}}">
                <input type="hidden" name="{{forgery.FormFieldName}}" value="{{html.Encode(forgery.RequestToken ?? "")}}">
                <button type="submit">Sign in</button>
              </form>
            </body>
            </html>
            """,
            "text/html; charset=utf-8", System.Text.Encoding.UTF8, status);
    }
}
