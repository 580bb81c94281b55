using Microsoft.AspNetCore.Http;
using Vireo.Server.Api;

namespace Vireo.Server.Security;

/// <summary>Turns away requests that other web sites make a browser send: DNS rebinding and cross-site calls.</summary>
internal sealed class OriginGuard(RequestDelegate next, SecurityOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";
        if (!options.Trusts(request.Host.Host))
        {
            return ProblemWriter.WriteAsync(
                context, StatusCodes.Status421MisdirectedRequest,
                $"This server does not go by the name '{request.Host.Host}'. Add it to 'allowedHosts' of the document of kind " +
                "Server if it should.");
        }

        if (IsSensitive(request) && request.Headers.Origin is [{ Length: > 0 } origin, ..] && !IsOwn(origin, request))
        {
            return ProblemWriter.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Requests from other web sites may not change anything here.");
        }

        return next(context);
    }

    // Web sockets carry the dashboard's circuit, which may act; they start as a GET.
    private static bool IsSensitive(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.ContainsKey("Sec-WebSocket-Key")
        || request.Path.StartsWithSegments("/_blazor");

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && from.Scheme == request.Scheme
        && string.Equals(from.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);

    private static string Authority(HttpRequest request) => new UriBuilder($"{request.Scheme}://{request.Host}").Uri.Authority;
}
