using Microsoft.AspNetCore.Http;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Policies;

/// <summary>Reads a policy from a request.</summary>
internal static class PolicyBody
{
    /// <summary>The policy, with the pools, groups and templates that are in force: those are documents of their
    /// own.</summary>
    /// <exception cref="ApiException">The body is not exactly one right document of kind Policy.</exception>
    public static async Task<Policy> ReadAsync(HttpRequest request, Policy inForce, CancellationToken cancellationToken)
    {
        var result = ConfigurationLoader.Check("policy", await BodyReader.ReadAsync(request, cancellationToken));
        if (result.Configuration is not { } configuration)
        {
            throw ApiException.BadRequest(string.Join(" ", result.Problems.Select(problem => problem.ToString())));
        }

        return configuration is { Policies: [var policy], Providers: [] }
            ? policy with { Pools = inForce.Pools, Groups = inForce.Groups, Templates = inForce.Templates, Network = inForce.Network }
            : throw ApiException.BadRequest("Expected exactly one document, of kind Policy.");
    }
}
