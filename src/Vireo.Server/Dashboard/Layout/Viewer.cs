using System.Security.Claims;

namespace Vireo.Server.Dashboard.Layout;

/// <summary>Who looks at the page and what they may do. The operations check again; this only spares a failed
/// click.</summary>
/// <param name="Name">For the audit trail; empty when nobody is signed in.</param>
/// <param name="CanOperate">May pause, resume and change the policy.</param>
/// <param name="CanApprove">May approve and reject plans.</param>
public sealed record Viewer(string Name, bool CanOperate, bool CanApprove)
{
    /// <summary>Nobody in particular: reads only.</summary>
    public static Viewer Anonymous { get; } = new("", false, false);

    /// <summary>Reads a signed-in user's roles.</summary>
    public static Viewer From(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true } identity)
        {
            return Anonymous;
        }

        bool isAdmin = user.IsInRole("admin");

        return new Viewer(
            identity.Name ?? "unnamed user", isAdmin || user.IsInRole("operator"), isAdmin || user.IsInRole("approver"));
    }
}
