using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Vireo.Server.Api;

/// <summary>Describes the refusals that endpoints share.</summary>
internal static class EndpointProblems
{
    /// <summary>For what changes the fleet.</summary>
    public static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
