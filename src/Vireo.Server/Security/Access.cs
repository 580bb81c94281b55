using Microsoft.AspNetCore.Authorization;

namespace Vireo.Server.Security;

/// <summary>Names of the authorization policies, and of the schemes by which people are known.</summary>
internal static class Access
{
    public const string Read = "read";
    public const string Operate = "operate";
    public const string Approve = "approve";
    public const string Administer = "administer";
    public const string Send = "send";

    /// <summary>Picks one of the other two.</summary>
    public const string Scheme = "vireo";

    /// <summary>A bearer token in each request.</summary>
    public const string TokenScheme = "token";

    /// <summary>A cookie of a browser that showed a token at the login page.</summary>
    public const string SessionScheme = "session";

    /// <summary>Changes need the bearer token itself: a browser sends cookies by itself, tokens never.</summary>
    public static void AddPolicies(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.AddRequirements(new ReadRequirement()));
        AddRole(options, Operate, Roles.Operator);
        AddRole(options, Approve, Roles.Approver);
        AddRole(options, Administer);
        AddRole(options, Send, Roles.Sender);
    }

    private static void AddRole(AuthorizationOptions options, string name, params string[] roles) =>
        options.AddPolicy(name, policy => policy
            .AddAuthenticationSchemes(TokenScheme)
            .RequireAuthenticatedUser()
            .RequireRole([.. roles, Roles.Admin]));
}
