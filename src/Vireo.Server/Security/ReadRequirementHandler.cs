using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Vireo.Server.Security;

/// <summary>Decides who may read.</summary>
internal sealed class ReadRequirementHandler(SecurityOptions options) : AuthorizationHandler<ReadRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ReadRequirement requirement)
    {
        bool isLocal = context.Resource is not HttpContext http || IsLocal(http);
        if (context.User.Identity is { IsAuthenticated: true } || (isLocal && !options.RequireTokenForReads))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    // Behind a proxy on this machine everyone seems local, so a forwarded request never counts as such.
    private static bool IsLocal(HttpContext http) =>
        (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("Forwarded");
}
